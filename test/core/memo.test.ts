import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { memo } from "../../packages/core/src/memo.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  asked.length = 0;
});
afterEach(() => void vi.useRealTimers());

const asked: string[][] = [];
const load = async (keys: string[]) => {
  asked.push(keys);
  return new Map(keys.filter((key) => key !== "unknown").map((key) => [key, key.toUpperCase()]));
};
const fail = async (): Promise<Map<string, string>> => {
  throw new Error("away");
};
const bounds = { freshMs: 1000, staleMs: 5000, size: 10 };

it("loads what is missing with one call, and nothing twice", async () => {
  const { get } = memo<string>(bounds);
  await get(["a", "b", "a"], load);
  expect(await get(["a", "b", "c"], load)).toEqual(new Map(Object.entries({ a: "A", b: "B", c: "C" })));
  await get(["a", "b", "c"], load);
  expect(asked).toEqual([["a", "b"], ["c"]]);
});

it("loads once what many ask for at once", async () => {
  const { get } = memo<string>(bounds);
  const answers = await Promise.all([get(["a", "b"], load), get(["b", "a"], load), get(["b", "c"], load)]);
  expect(asked).toEqual([["a", "b"], ["c"]]);
  expect(answers[2]).toEqual(new Map(Object.entries({ b: "B", c: "C" })));
});

it("loads again after its time, and does not remember what is unknown", async () => {
  const { get } = memo<string>(bounds);
  await get(["a", "unknown"], load);
  vi.advanceTimersByTime(999);
  await get(["a", "unknown"], load);
  vi.advanceTimersByTime(1);
  await get(["a"], load);
  expect(asked).toEqual([["a", "unknown"], ["unknown"], ["a"]]);
});

it("gives a stale value where loading fails, for a while, and none that it never had", async () => {
  const { get } = memo<string>(bounds);
  await get(["a"], load);
  vi.advanceTimersByTime(4999);
  expect(await get(["a"], fail)).toEqual(new Map([["a", "A"]]));
  await expect(get(["a", "b"], fail)).rejects.toThrow("away");
  vi.advanceTimersByTime(1);
  await expect(get(["a"], fail)).rejects.toThrow("away");
  expect(await get(["a"], load)).toEqual(new Map([["a", "A"]]));
});

it("forgets what is no longer there", async () => {
  const { get } = memo<string>(bounds);
  await get(["a"], load);
  vi.advanceTimersByTime(1000);
  expect(await get(["a"], async () => new Map())).toEqual(new Map());
});

it("holds no more than its size, and lets the oldest go", async () => {
  const { get } = memo<string>({ ...bounds, size: 2 });
  await get(["a"], load);
  await get(["b"], load);
  expect([...(await get(["c", "a"], load)).keys()].sort()).toEqual(["a", "c"]);
  asked.length = 0;
  await get(["b", "c"], load);
  await get(["a"], load);
  expect(asked).toEqual([["a"]]);
});
