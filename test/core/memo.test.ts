import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { memo } from "../../packages/core/src/memo.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const asked: string[][] = [];
const load = async (keys: string[]) => {
  asked.push(keys);
  return new Map(keys.filter((key) => key !== "unknown").map((key) => [key, key.toUpperCase()]));
};

it("loads what is missing with one call, and nothing twice", async () => {
  const { get } = memo<string>({ ttlMs: 1000, size: 10 });
  asked.length = 0;
  await get(["a", "b", "a"], load);
  expect(await get(["a", "b", "c"], load)).toEqual(new Map(Object.entries({ a: "A", b: "B", c: "C" })));
  await get(["a", "b", "c"], load);
  expect(asked).toEqual([["a", "b"], ["c"]]);
});

it("forgets after its time, and does not remember what is unknown", async () => {
  const { get } = memo<string>({ ttlMs: 1000, size: 10 });
  asked.length = 0;
  await get(["a", "unknown"], load);
  vi.advanceTimersByTime(999);
  await get(["a", "unknown"], load);
  vi.advanceTimersByTime(1);
  await get(["a"], load);
  expect(asked).toEqual([["a", "unknown"], ["unknown"], ["a"]]);
});

it("holds no more than its size, and lets the oldest go", async () => {
  const { get } = memo<string>({ ttlMs: 1000, size: 2 });
  await get(["a"], load);
  await get(["b"], load);
  expect([...(await get(["c", "a"], load)).keys()].sort()).toEqual(["a", "c"]);
  asked.length = 0;
  await get(["b", "c"], load);
  await get(["a"], load);
  expect(asked).toEqual([["a"]]);
});
