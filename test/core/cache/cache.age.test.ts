import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { MAX_FRESH_MS, MIN_FRESH_MS } from "../../../packages/core/src/cache/cache.memory.ts";
import * as Table from "../../../packages/core/src/cache/cache.table.ts";
import { gate } from "../../support/gate.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { HANG_MS } from "../../support/timeouts.ts";
import { at, instances, START, stopClocks } from "./support/instances.ts";

const TRIALS = process.env.MARKERS ? 10 : 3;

beforeEach(stopClocks);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the age of a value", () => {
  it("is less than 30 s, and a value younger than 20 s is not loaded again", async () => {
    const { aurora, get } = instances(10);
    for (let instance = 0; instance < 10; instance++) await get(instance, 0);
    aurora.value = 1;
    for (let instance = 0; instance < 10; instance++) expect(await get(instance, MIN_FRESH_MS - 1)).toBe(0);
    expect(aurora.loads).toBe(1);
    for (let instance = 0; instance < 10; instance++) expect(await get(instance, MAX_FRESH_MS)).toBe(1);
    expect(aurora.loads).toBe(2);
  });

  it(`never more than 60 s older than an edit, nor older at all where it was made: ${TRIALS * 300} reads by 5 instances`, async () => {
    const { below } = random(20270101);
    for (let trial = 0; trial < TRIALS; trial++) {
      const { aurora, get, refresh } = instances(5);
      aurora.ms = 2;
      const edits = [{ ms: 0, value: 0 }];
      const made = [0, 0, 0, 0, 0];
      let ms = 0;
      for (let i = 0; i < 100; i++) {
        ms += below(20_000);
        const readers = [below(5), below(5), below(5)];
        const owed = edits.findLast((edit) => edit.ms <= ms - 60_000)?.value ?? 0;
        const least = readers.map((reader) => Math.max(owed, made[reader] ?? 0));
        const reads = Promise.all(readers.map((reader) => get(reader, ms)));
        if (below(3) === 0) {
          edits.push({ ms, value: ++aurora.value });
          const editor = below(5);
          if (below(2) === 0) {
            await refresh(editor, ms);
            made[editor] = aurora.value;
          }
        }
        for (const [r, value] of (await reads).entries()) {
          expect(value, `trial ${trial}, ${ms} ms`).toBeGreaterThanOrEqual(least[r] ?? 0);
        }
      }
    }
    recordTrials({ promise: "E2", trials: TRIALS * 300 });
  });
});

describe("a refresh after an edit", () => {
  it("shows the new value on its own instance and on new instances at once", async () => {
    const { aurora, get, refresh } = instances(3);
    await get(0, 0);
    aurora.value = 1;
    await refresh(0, 1_000);
    expect([await get(0, 1_000), await get(1, 1_000)]).toEqual([1, 1]);
  });

  it("is not overwritten by a load that began before the edit, in memory and in the table", async () => {
    const { aurora, get, refresh } = instances(2);
    const loading = gate();
    aurora.answers = loading.opened;
    const before = get(0, 0);
    await vi.waitFor(() => expect(aurora.loads).toBe(1), { timeout: HANG_MS });
    aurora.value = 1;
    aurora.answers = Promise.resolve();
    await refresh(0, 1_000);
    loading.open();
    expect(await before).toBe(0);
    expect([await get(0, 1_000), await get(1, 1_000)]).toEqual([1, 1]);
  });

  it("keeps a deleted key deleted in the same way", async () => {
    const { aurora, all, load, get } = instances(2);
    const loading = gate();
    aurora.answers = loading.opened;
    const before = get(0, 0);
    await vi.waitFor(() => expect(aurora.loads).toBe(1), { timeout: HANG_MS });
    await all[0]?.refresh(at(1_000), ["a"], async () => new Map());
    loading.open();
    expect(await before).toBe(0);
    for (const instance of [0, 1])
      expect(await all[instance]?.get(at(1_000), ["a"], load)).toEqual(new Map());
    expect(aurora.loads).toBe(1);
  });
});

describe("a clock that is an hour ahead", () => {
  const HOUR = 3_600_000;

  it("does not freeze the value in its own memory, once the clock is right again", async () => {
    const { aurora, get } = instances(1);
    await get(0, HOUR);
    aurora.value = 1;
    expect([await get(0, 0), aurora.loads]).toEqual([1, 2]);
    // The right entry has replaced the one from the future.
    aurora.value = 2;
    expect([await get(0, 1_000), await get(0, MAX_FRESH_MS), aurora.loads]).toEqual([1, 2, 3]);
  });

  it("does not freeze the value in the table, where a right entry replaces it", async () => {
    const { kind, aurora, get } = instances(3);
    await get(0, HOUR);
    aurora.value = 1;
    expect([await get(1, 0), await get(2, 0), aurora.loads]).toEqual([1, 1, 2]);
    const [item] = await readItems(at(0), [Table.keyOf(kind, "a")]);
    expect(item?.at).toBe(START);
  });

  it("does not keep values out of the cache after an edit", async () => {
    const { aurora, get, refresh } = instances(2);
    await refresh(0, HOUR);
    aurora.loads = 0;
    for (const instance of [0, 0, 1]) expect(await get(instance, 0)).toBe(0);
    expect(aurora.loads).toBe(1);
  });

  it("does not lengthen the pause after Aurora did not answer", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { aurora, get } = instances(1);
    await get(0, 0);
    aurora.away = true;
    // Less than the age at which a value is no longer served.
    expect(await get(0, HOUR / 2)).toBe(0);
    aurora.away = false;
    aurora.value = 1;
    expect(await get(0, 60_000)).toBe(1);
  });

  it("differs from the small difference between two right clocks", async () => {
    const { aurora, get } = instances(2);
    await get(0, 1_000);
    expect([await get(1, 0), aurora.loads]).toEqual([0, 1]);
  });
});
