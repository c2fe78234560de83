import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import { vi } from "vitest";
import * as z from "zod";
import { cache, type Load } from "../../../../packages/core/src/cache/cache.ts";

export const START = Date.UTC(2027, 0, 1);

/** The context of a request that begins so many ms after the start. */
export const at = (ms: number) => context({ now: new Date(START + ms) });

/** The time that a busy machine takes is no time in these tests: a request's clock stands still. */
export const stopClocks = () => void vi.useFakeTimers({ toFake: ["performance"] });

/** Instances with a cache each, and an Aurora that counts its loads. */
export function instances(count: number, { size = 100 } = {}) {
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
  const all = Array.from({ length: count }, () => cache({ kind, shape: z.number(), size }));
  const get = async (instance: number, ms: number, key = "a") =>
    (await all[instance]?.get(at(ms), [key], load))?.get(key);
  const refresh = async (instance: number, ms: number, key = "a") =>
    all[instance]?.refresh(at(ms), [key], load);
  return { kind, aurora, load, all, get, refresh };
}
