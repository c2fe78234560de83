import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Table from "../../../packages/core/src/cache/cache.table.ts";
import { STALE_MS } from "../../../packages/core/src/cache/cache.ts";
import { at, instances, START, stopClocks } from "./support/instances.ts";

beforeEach(stopClocks);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("lazy loading", () => {
  it("asks Aurora once, for this instance and for the others", async () => {
    const { aurora, get } = instances(3);
    for (const instance of [0, 0, 1, 2]) expect(await get(instance, 100)).toBe(0);
    expect(aurora.loads).toBe(1);
  });

  it("asks once when one instance has a hundred requests at the same moment", async () => {
    const { aurora, get } = instances(1);
    aurora.ms = 20;
    await Promise.all(Array.from({ length: 100 }, () => get(0, 0)));
    expect(aurora.loads).toBe(1);
  });

  it("asks with one call for all missing keys, and not for the others", async () => {
    const { all, load, aurora } = instances(1);
    await all[0]?.get(at(0), ["a", "b"], load);
    const asked = vi.fn(load);
    const found = await all[0]?.get(at(0), ["a", "b", "c", "unknown", "c"], asked);
    expect([asked.mock.calls, aurora.loads]).toEqual([[[["c", "unknown"]]], 2]);
    expect(found).toEqual(new Map(Object.entries({ a: 0, b: 0, c: 0 })));
  });

  it("remembers misses, in memory and in the table", async () => {
    const { get, aurora } = instances(2);
    for (const instance of [0, 0, 1, 1]) expect(await get(instance, 0, "unknown")).toBeUndefined();
    expect(aurora.loads).toBe(1);
    expect(await get(0, 60_000, "unknown")).toBeUndefined();
    expect(aurora.loads).toBe(2);
  });

  it("returns the loaded values although others have displaced them from memory", async () => {
    const { get } = instances(1, { size: 1 });
    expect(await Promise.all(["a", "b", "c"].map((key) => get(0, 0, key)))).toEqual([0, 0, 0]);
  });

  it("keeps no more than its size in memory, and removes the oldest first", async () => {
    const { all, load } = instances(1, { size: 2 });
    for (const key of ["a", "b", "c"]) await all[0]?.get(at(0), [key], load);
    const reads = vi.spyOn(Table, "read");
    await all[0]?.get(at(0), ["b", "c"], load);
    expect(reads).not.toHaveBeenCalled();
    await all[0]?.get(at(0), ["a"], load);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("asks again at once after a failed load, and shares the failure with nobody else", async () => {
    const { aurora, get } = instances(2);
    aurora.away = true;
    for (const instance of [0, 1, 0]) await expect(get(instance, 0)).rejects.toThrow("away");
    expect(aurora.loads).toBe(3);
    aurora.away = false;
    expect(await get(0, 0)).toBe(0);
  });
});

describe("the table", () => {
  it("is optional: without it, each instance asks Aurora", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    for (const call of ["read", "write"] as const) vi.spyOn(Table, call).mockRejectedValue(new Error("away"));
    const { aurora, get } = instances(2);
    expect([await get(0, 0), await get(1, 0), await get(0, 1)]).toEqual([0, 0, 0]);
    expect(aurora.loads).toBe(2);
  });

  it("ignores values that another version of the shop stored in another shape", async () => {
    const { kind, get, aurora } = instances(1);
    await Table.write(at(0), kind, new Map([["a", { value: "text", loadedAt: START }]]));
    expect([await get(0, 1), aurora.loads]).toEqual([0, 1]);
    const broken = { table: "Cache", item: { id: `${kind} b`, at: 1, json: "?" } } as const;
    await putItem(at(0), broken, { expression: "attribute_not_exists(id)" });
    expect([await get(0, 1, "b"), aurora.loads]).toEqual([0, 2]);
  });

  it("stores when an entry ends, in seconds, for DynamoDB to delete it after an hour", async () => {
    const { kind, get } = instances(1);
    await get(0, 0);
    const [item] = await readItems(at(0), [Table.keyOf(kind, "a")]);
    expect(item?.expiresAt).toBe((START + STALE_MS) / 1000);
  });

  it("never replaces a newer value in memory by an older one", async () => {
    const { kind, get } = instances(1);
    await get(0, 40_000);
    await Table.write(at(0), kind, new Map([["a", { value: 99, loadedAt: START }]]));
    expect(await get(0, 50_000)).toBe(0);
  });
});

describe("while Aurora is unavailable", () => {
  beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));

  it("serves stale values for an hour, and asks Aurora again every five seconds", async () => {
    const { aurora, get } = instances(2);
    await get(0, 0);
    aurora.away = true;
    expect(await get(0, 60_000)).toBe(0);
    for (const ms of [1, 2_000, 4_999]) expect(await get(0, 60_000 + ms)).toBe(0);
    expect(aurora.loads).toBe(2);
    expect(await get(0, 65_500)).toBe(0);
    expect(aurora.loads).toBe(3);
    expect(await get(1, STALE_MS - 10_000)).toBe(0);
    await expect(get(0, STALE_MS)).rejects.toThrow("away");
    aurora.away = false;
    aurora.value = 7;
    expect(await get(0, STALE_MS + 5_000)).toBe(7);
  });

  it("serves no stale misses", async () => {
    const { aurora, get } = instances(1);
    await get(0, 0, "unknown");
    aurora.away = true;
    await expect(get(0, 60_000, "unknown")).rejects.toThrow("away");
  });

  it("serves stale values after a second without an answer, and at once for five seconds more", async () => {
    vi.useRealTimers();
    const { aurora, get } = instances(4);
    const everywhere = (ms: number) => Promise.all([0, 1, 2, 3].map((instance) => get(instance, ms)));
    await everywhere(0);
    let answer = () => {};
    aurora.answers = new Promise((resolve) => {
      answer = resolve;
    });
    expect(await everywhere(60_000)).toEqual([0, 0, 0, 0]);
    const [reads, { loads }] = [vi.spyOn(Table, "read"), aurora];
    expect(await everywhere(63_000)).toEqual([0, 0, 0, 0]);
    expect([reads.mock.calls.length, aurora.loads]).toEqual([0, loads]);
    answer();
  });
});
