import * as z from "zod";
import { type Key, readItems } from "../aws/dynamo.ts";
import { putItem, updateItem } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import type { Counter } from "./attempt.rules.ts";

/** Clocks may differ by this much. If a window ends later, the clock that opened it was ahead. */
const CLOCK_SKEW_S = 60;

export const keyOf = ({ id }: Counter): Key => ({ table: "Attempts", key: { id } });

/** Counts an attempt. Returns undefined if it was counted, else the seconds until the window ends. */
export async function consume(ctx: Context, counter: Counter): Promise<number | undefined> {
  if (await countInWindow(ctx, counter)) return undefined;
  const { windowS, limits } = counter;
  const now = seconds(ctx);
  const [item] = await readItems(ctx, [keyOf(counter)]);
  const { expiresAt } = z.object({ expiresAt: z.int() }).parse(item ?? { expiresAt: now });
  const isOver = expiresAt <= now || expiresAt > latestEnd(now, counter);
  const isFull = Object.entries(limits).some(([name, limit]) => Number(item?.[name] ?? 0) >= limit);
  if (!isOver && isFull) return expiresAt - now;
  // DynamoDB deletes expired items only within days. One attempt opens the new window, the others join it.
  if (isOver && (await openWindow(ctx, counter))) return undefined;
  if (await countInWindow(ctx, counter)) return undefined;
  return isOver ? windowS : expiresAt - now;
}

/** Takes one attempt back, but only in the window in which it was counted: a later window ends later. */
export async function giveBack(ctx: Context, counter: Counter): Promise<void> {
  const names = Object.keys(counter.limits);
  await updateItem(ctx, keyOf(counter), names.map((name) => `${name} = ${name} - :one`).join(", "), {
    expression: ["expiresAt <= :end", ...names.map((name) => `${name} >= :one`)].join(" AND "),
    values: { ":one": 1, ":end": seconds(ctx) + counter.windowS },
  });
}

/** False: the window is over, or a limit is reached. */
function countInWindow(ctx: Context, counter: Counter): Promise<boolean> {
  const { windowS, limits } = counter;
  const now = seconds(ctx);
  const names = Object.keys(limits);
  const assignments = [
    ...names.map((name) => `${name} = if_not_exists(${name}, :zero) + :one`),
    "expiresAt = if_not_exists(expiresAt, :end)",
  ];
  const isFree = names.map((name) => `(attribute_not_exists(${name}) OR ${name} < :${name})`).join(" AND ");
  return updateItem(ctx, keyOf(counter), assignments.join(", "), {
    expression: `attribute_not_exists(id) OR (expiresAt > :now AND expiresAt <= :latest AND ${isFree})`,
    values: {
      ...Object.fromEntries(Object.entries(limits).map(([name, limit]) => [`:${name}`, limit])),
      ":zero": 0,
      ":one": 1,
      ":now": now,
      ":latest": latestEnd(now, counter),
      ":end": now + windowS,
    },
  });
}

/** Counts an attempt as the first of a new window. False: another attempt has opened it. */
function openWindow(ctx: Context, counter: Counter): Promise<boolean> {
  const { table, key } = keyOf(counter);
  const now = seconds(ctx);
  const ones = Object.fromEntries(Object.keys(counter.limits).map((name) => [name, 1]));
  const item = { ...key, ...ones, expiresAt: now + counter.windowS };
  const condition = {
    expression: "attribute_not_exists(id) OR expiresAt <= :now OR expiresAt > :latest",
    values: { ":now": now, ":latest": latestEnd(now, counter) },
  };
  return putItem(ctx, { table, item }, condition);
}

/** When a window that was opened just now ends at the latest. */
const latestEnd = (now: number, { windowS }: Counter): number => now + windowS + CLOCK_SKEW_S;

const seconds = ({ now }: Context): number => Math.floor(now.getTime() / 1000);
