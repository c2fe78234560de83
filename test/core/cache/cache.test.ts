import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { read } from "../../../packages/core/src/aws/dynamo.ts";
import { put } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Table from "../../../packages/core/src/cache/cache.table.ts";
import { AGING_MS, cache, FRESH_MS, type Load, STALE_MS } from "../../../packages/core/src/cache/cache.ts";
import { gate } from "../../support/gate.ts";
import { recordTrials } from "../../support/proof.ts";
import { random } from "../../support/random.ts";
import { HANG_MS } from "../../support/timeouts.ts";

const START = Date.UTC(2027, 0, 1);
const TRIALS = process.env.MARKERS ? 10 : 3;
// What a busy machine takes for a request is no time here: the shop's patience ends by nothing but what is waited for.
beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The clock: a request that begins so many ms after the start. */
const at = (ms: number) => context({ now: new Date(START + ms) });

/** A shop of as many instances, whose Aurora counts what it is asked. */
function shop(instances: number, { claims = true, size = 100 } = {}) {
  const kind = randomUUID();
  const aurora = { value: 0, loads: 0, away: false, ms: 0, answers: Promise.resolve() };
  const load: Load<number> = async (keys) => {
    aurora.loads++;
    const { value } = aurora;
    if (aurora.ms > 0) await new Promise((resolve) => setTimeout(resolve, aurora.ms));
    await aurora.answers;
    if (aurora.away) throw new Error("away");
    return new Map(keys.filter((key) => key !== "unknown").map((key) => [key, value]));
  };
  const all = Array.from({ length: instances }, () => cache({ kind, shape: z.number(), size, claims }));
  const get = async (instance: number, ms: number, key = "a") =>
    (await all[instance]?.get(at(ms), [key], load))?.get(key);
  return { kind, aurora, load, all, get };
}

describe("lazy loading", () => {
  it("asks Aurora once, for this instance and for the others", async () => {
    const { aurora, get } = shop(3);
    for (const instance of [0, 0, 1, 2]) expect(await get(instance, 100)).toBe(0);
    expect(aurora.loads).toBe(1);
  });

  it("asks once where a hundred instances start cold at the same moment", async () => {
    const { aurora, get } = shop(100);
    const claim = vi.spyOn(Table, "claim");
    const loading = gate();
    aurora.answers = loading.opened;
    const reads = Array.from({ length: 100 }, (_, i) => get(i, 0));
    await vi.waitFor(() => expect(claim.mock.settledResults.length).toBe(100), { timeout: HANG_MS });
    loading.open();
    const values = await Promise.all(reads);
    expect([new Set(values), aurora.loads]).toEqual([new Set([0]), 1]);
  });

  it("asks once where one instance is asked a hundred times at once", async () => {
    const { aurora, get } = shop(1, { claims: false });
    aurora.ms = 20;
    await Promise.all(Array.from({ length: 100 }, () => get(0, 0)));
    expect(aurora.loads).toBe(1);
  });

  it("asks for all that is missing with one call, and for nothing that is there", async () => {
    const { all, load, aurora } = shop(1, { claims: false });
    await all[0]?.get(at(0), ["a", "b"], load);
    const asked = vi.fn(load);
    const found = await all[0]?.get(at(0), ["a", "b", "c", "unknown", "c"], asked);
    expect([asked.mock.calls, aurora.loads]).toEqual([[[["c", "unknown"]]], 2]);
    expect(found).toEqual(new Map(Object.entries({ a: 0, b: 0, c: 0 })));
  });

  it("does not remember that something does not exist", async () => {
    const { get, aurora } = shop(1, { claims: false });
    for (const _ of [1, 2]) expect(await get(0, 0, "unknown")).toBeUndefined();
    expect(aurora.loads).toBe(2);
  });

  it("unless the load was claimed: nobody waits for a value that will not come", async () => {
    const { get, aurora } = shop(2);
    const read = vi.spyOn(Table, "read");
    for (const instance of [0, 0, 1, 1]) expect(await get(instance, 0, "unknown")).toBeUndefined();
    expect(aurora.loads).toBe(1);
    // Who waits looks into the table again and again.
    expect(read).toHaveBeenCalledTimes(4);
    expect(await get(0, AGING_MS, "unknown")).toBeUndefined();
    expect(aurora.loads).toBe(2);
  });

  it("finds what it has loaded, though others have pushed it out of memory meanwhile", async () => {
    const { get } = shop(1, { claims: false, size: 1 });
    expect(await Promise.all(["a", "b", "c"].map((key) => get(0, 0, key)))).toEqual([0, 0, 0]);
  });

  it("remembers no more than its size, and lets the oldest go", async () => {
    const { all, load } = shop(1, { claims: false, size: 2 });
    for (const key of ["a", "b", "c"]) await all[0]?.get(at(0), [key], load);
    const read = vi.spyOn(Table, "read");
    await all[0]?.get(at(0), ["b", "c"], load);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  it("whoever claims a load and dies holds up the others for three seconds", async () => {
    vi.useRealTimers();
    const { kind, all, load } = shop(1);
    await Table.claim(at(0), kind, "a", new Date(START + 3_000));
    const started = performance.now();
    // A request that has very much time: it would be all gone if it was waited for as long as there is time.
    const ctx = context({ now: new Date(START), timeoutMs: HANG_MS });
    expect((await all[0]?.get(ctx, ["a"], load))?.get("a")).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(2_000);
    expect(performance.now() - started).toBeLessThan(HANG_MS / 2);
  });
});

describe("how old a value may be", () => {
  it("fresh for 30 s; then one loads it, and the others may show it until it is 60 s old, and no longer", async () => {
    const claim = vi.spyOn(Table, "claim");
    const claimed = (count: number) =>
      vi.waitFor(() => expect(claim.mock.settledResults.length).toBe(count), { timeout: HANG_MS });
    for (;;) {
      claim.mockClear();
      const { aurora, get } = shop(3);
      await get(0, 0);
      await get(1, 0);
      aurora.value = 1;
      expect(await get(0, FRESH_MS - 1)).toBe(0);
      const began = Date.now();
      const [first, second] = [gate(), gate()];
      aurora.answers = first.opened;
      const reads = [get(0, FRESH_MS), get(1, FRESH_MS)];
      await claimed(3);
      first.open();
      const values = await Promise.all(reads);
      // Who loads shows what is old after a second, which a busy machine may have taken for the claims: then once more.
      if (Date.now() - began > 900) continue;
      expect(values.sort()).toEqual([0, 1]);
      expect(aurora.loads).toBe(2);
      aurora.value = 2;
      aurora.answers = second.opened;
      const late = FRESH_MS + AGING_MS;
      const more = [get(0, late), get(1, late), get(2, late)];
      await claimed(6);
      second.open();
      const latest = await Promise.all(more);
      if (Date.now() - began > 900) continue;
      expect(latest).toEqual([2, 2, 2]);
      expect(aurora.loads).toBe(3);
      return;
    }
  });

  it(`never more than 60 s older than an edit, nor at all for who made it: ${TRIALS * 300} reads by 5 instances`, async () => {
    const { below } = random(20270101);
    for (let trial = 0; trial < TRIALS; trial++) {
      const { aurora, all, get } = shop(5);
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
            await all[editor]?.forget(at(ms), ["a"]);
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

  it("after `forget` the editor's own instance, and any that starts, shows the new value at once", async () => {
    const { aurora, all, get } = shop(3);
    await get(0, 0);
    aurora.value = 1;
    await all[0]?.forget(at(1_000), ["a"]);
    expect([await get(0, 1_000), await get(1, 1_000)]).toEqual([1, 1]);
  });
});

describe("a load that began before an edit", () => {
  it("is not remembered, by the editor's own instance and in the table", async () => {
    const { aurora, all, get } = shop(2);
    const loading = gate();
    aurora.answers = loading.opened;
    const before = get(0, 0);
    await vi.waitFor(() => expect(aurora.loads).toBe(1), { timeout: HANG_MS });
    aurora.value = 1;
    await all[0]?.forget(at(1), ["a"]);
    loading.open();
    expect(await before).toBe(0);
    expect([await get(0, 1), await get(1, 2)]).toEqual([1, 1]);
  });
});

describe("a clock that is an hour ahead", () => {
  const HOUR = 3_600_000;

  it("does not freeze what its own instance remembers, once it is right again", async () => {
    const { aurora, get } = shop(1, { claims: false });
    await get(0, HOUR);
    aurora.value = 1;
    expect([await get(0, 0), aurora.loads]).toEqual([1, 2]);
    // The younger, right entry has replaced the one from the future.
    aurora.value = 2;
    expect([await get(0, 1_000), await get(0, FRESH_MS), aurora.loads]).toEqual([1, 2, 3]);
  });

  it("does not freeze what the table holds for other instances, in which a right entry takes its place", async () => {
    const { kind, aurora, get } = shop(3);
    await get(0, HOUR);
    aurora.value = 1;
    expect([await get(1, 0), await get(2, 0), aurora.loads]).toEqual([1, 1, 2]);
    const [item] = await read(at(0), [Table.keyOf(kind, "a")]);
    expect(item?.at).toBe(START);
  });

  it("does not let its claim hold up a load", async () => {
    const { kind, aurora, get } = shop(1);
    await Table.claim(at(HOUR), kind, "a", new Date(START + HOUR + 3_000));
    const claim = vi.spyOn(Table, "claim");
    const reads = vi.spyOn(Table, "read");
    expect([await get(0, 0), aurora.loads]).toEqual([0, 1]);
    expect(await claim.mock.results[0]?.value).toBe(true);
    // Before the claim, and not again in a wait for somebody else's load.
    expect(reads).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
  });

  it("does not keep values out of the cache after an edit", async () => {
    const { aurora, all, get } = shop(2);
    await all[0]?.forget(at(HOUR), ["a"]);
    for (const instance of [0, 0, 1]) expect(await get(instance, 0)).toBe(0);
    expect(aurora.loads).toBe(1);
  });

  it("does not lengthen the pause after Aurora did not answer", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { aurora, get } = shop(1);
    await get(0, 0);
    aurora.away = true;
    // Less than the age at which a value is no longer shown.
    expect(await get(0, HOUR / 2)).toBe(0);
    aurora.away = false;
    aurora.value = 1;
    expect(await get(0, AGING_MS)).toBe(1);
    vi.restoreAllMocks();
  });

  it("is told from the small difference between two right clocks", async () => {
    const { aurora, get } = shop(2);
    await get(0, 1_000);
    expect([await get(1, 0), aurora.loads]).toEqual([0, 1]);
  });
});

describe("a load that fails for good", () => {
  it("holds up nobody: the next request tries at once", async () => {
    const { aurora, get } = shop(2);
    aurora.away = true;
    const reads = vi.spyOn(Table, "read");
    for (const instance of [0, 1, 0]) await expect(get(instance, 0)).rejects.toThrow("away");
    expect(aurora.loads).toBe(3);
    // One before each claim, and none in a wait.
    expect(reads).toHaveBeenCalledTimes(3);
    reads.mockRestore();
  });
});

describe("while Aurora says nothing", () => {
  it("what is known is shown before it answers, and at once for five seconds more", async () => {
    vi.useRealTimers();
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { aurora, get } = shop(4);
    for (const instance of [0, 1, 2, 3]) await get(instance, 0);
    const silence = gate();
    aurora.answers = silence.opened;
    const first = await Promise.all([0, 1, 2, 3].map((instance) => get(instance, AGING_MS)));
    expect(first).toEqual([0, 0, 0, 0]);
    const [read, { loads }] = [vi.spyOn(Table, "read"), aurora];
    expect(await get(0, AGING_MS + 3_000)).toBe(0);
    expect([read.mock.calls.length, aurora.loads]).toEqual([0, loads]);
    silence.open();
  });
});

describe("while Aurora is away", () => {
  it("what is known is shown for an hour, and asked for anew every five seconds", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const { aurora, get } = shop(2);
    await get(0, 0);
    aurora.away = true;
    expect(await get(0, AGING_MS)).toBe(0);
    for (const ms of [1, 2_000, 4_999]) expect(await get(0, AGING_MS + ms)).toBe(0);
    expect(aurora.loads).toBe(2);
    expect(await get(0, AGING_MS + 5_500)).toBe(0);
    expect(aurora.loads).toBe(3);
    expect(await get(1, STALE_MS - 10_000)).toBe(0);
    await expect(get(0, STALE_MS)).rejects.toThrow("away");
    aurora.away = false;
    aurora.value = 7;
    expect(await get(0, STALE_MS + 5_000)).toBe(7);
    vi.restoreAllMocks();
  });

  it("what is not known is an error, and no promise is left behind", async () => {
    const { aurora, get } = shop(1, { claims: false });
    aurora.away = true;
    await expect(get(0, 0)).rejects.toThrow("away");
    aurora.away = false;
    expect(await get(0, 0)).toBe(0);
  });
});

describe("the table", () => {
  it("is a short cut, never a must", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    for (const call of ["read", "write", "claim", "release"] as const)
      vi.spyOn(Table, call).mockRejectedValue(new Error("away"));
    const { aurora, get } = shop(2);
    expect([await get(0, 0), await get(1, 0), await get(0, 1)]).toEqual([0, 0, 0]);
    expect(aurora.loads).toBe(2);
    vi.restoreAllMocks();
  });

  it("holds what another version of the shop wrote in another shape, which is not taken for ours", async () => {
    const { kind, get, aurora } = shop(1, { claims: false });
    await Table.write(at(0), kind, new Map([["a", { value: "text", at: new Date(START) }]]));
    expect([await get(0, 1), aurora.loads]).toEqual([0, 1]);
    const broken = { table: "Cache", item: { id: `${kind} b`, at: 1, json: "?" } } as const;
    await put(at(0), broken, { expression: "attribute_not_exists(id)" });
    expect([await get(0, 1, "b"), aurora.loads]).toEqual([0, 2]);
  });

  it("holds a value for an hour: its end is there in seconds, by which DynamoDB deletes it", async () => {
    const { kind, get } = shop(1, { claims: false });
    await get(0, 0);
    const [item] = await read(at(0), [Table.keyOf(kind, "a")]);
    expect(item?.expiresAt).toBe((START + STALE_MS) / 1000);
  });

  it("an older value never takes the place of a younger one in memory", async () => {
    const { kind, get } = shop(1, { claims: false });
    await get(0, 40_000);
    await Table.write(at(0), kind, new Map([["a", { value: 99, at: new Date(START) }]]));
    expect(await get(0, 50_000)).toBe(0);
  });
});
