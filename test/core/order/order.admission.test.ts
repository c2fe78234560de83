import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAdmission } from "../../../packages/core/src/order/order.admission.ts";

describe("an instance that was refused an order", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => void vi.useRealTimers());

  it("refuses orders of the SKU itself for 50 to 150 ms", () => {
    for (const [chance, ms] of [
      [0, 50],
      [0.999, 149.9],
    ] as const) {
      vi.spyOn(Math, "random").mockReturnValue(chance);
      const { isPaused, recordRefusal } = createAdmission();
      recordRefusal(["A"]);
      vi.advanceTimersByTime(ms - 1);
      expect([isPaused(["A"]), isPaused(["B"])]).toEqual([true, false]);
      vi.advanceTimersByTime(1);
      expect(isPaused(["A"])).toBe(false);
    }
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
