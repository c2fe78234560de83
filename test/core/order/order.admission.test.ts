import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAdmission } from "../../../packages/core/src/order/order.admission.ts";

describe("an instance that was refused an order", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  /** For how many milliseconds the instance refuses orders of the SKU itself, from now on. */
  const pauseOf = ({ isPaused }: ReturnType<typeof createAdmission>): number => {
    let ms = 0;
    for (; isPaused(["A"]); ms++) vi.advanceTimersByTime(1);
    return ms;
  };

  it("pauses for longer each time, up to a second or so, and briefly again after an order", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const admission = createAdmission();
    const pauses = Array.from({ length: 6 }, () => {
      admission.recordRefusal(["A"]);
      return pauseOf(admission);
    });
    expect(pauses).toEqual([100, 200, 400, 800, 800, 800]);
    admission.recordOrder(["A"]);
    admission.recordRefusal(["A"]);
    expect(pauseOf(admission)).toBe(100);
  });

  it("asks for ten seconds whether there is room, and forgets the rush then", () => {
    const admission = createAdmission();
    admission.recordRefusal(["A"]);
    expect([admission.isRush(["A"]), admission.isRush(["B"])]).toEqual([true, false]);
    vi.advanceTimersByTime(9_999);
    expect([admission.isRush(["A"]), admission.isPaused(["A"])]).toEqual([true, false]);
    vi.advanceTimersByTime(1);
    expect(admission.isRush(["A"])).toBe(false);
  });

  it("accuses no SKU when an order of several was refused", () => {
    const admission = createAdmission();
    admission.recordRefusal(["A", "B"]);
    expect([admission.isPaused(["A", "B"]), admission.isRush(["A", "B"])]).toEqual([false, false]);
  });
});
