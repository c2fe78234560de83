import * as z from "zod";
import { type Key, readItems } from "../aws/dynamo.ts";
import { putItem, updateItem } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { describe, log } from "../log.ts";
import { Refusal } from "../refusal.ts";

const QUARTER_S = 15 * 60;
const HOUR_S = 60 * 60;
/** How far the clocks of two instances may differ. A window that ends later than that is one of a clock that ran ahead. */
const CLOCKS_S = 60;
/** Time for giving a try back when the request itself has run out of time. */
const GIVE_BACK_MS = 500;

/** Counts tries in a window that the first one opens: one item, which may hold several counts with a limit each. */
export interface Counter {
  key: Key;
  windowS: number;
  limits: Record<string, number>;
}

const counter = (id: string, limits: Record<string, number>, windowS = QUARTER_S): Counter => ({
  // Accounts and addresses are not stored by name.
  key: { table: "Attempts", key: { id: sha256(id) } },
  windowS,
  limits,
});

/** Sign-ins to an account: 10 from one address, 100 in all. */
export const byAccount = (login: string, address = "unknown"): Counter =>
  counter(`account ${login}`, { tries: 100, [`from_${sha256(address).replaceAll("-", "_")}`]: 10 });

/** Sign-ins to an account from a device that has signed in to it before: 10. */
export const byDevice = (login: string, device: string): Counter =>
  counter(`device ${device} ${login}`, { tries: 10 });

/** Sign-ins from one address to any accounts: 100. */
export const byAddress = (address: string): Counter => counter(`address ${address}`, { tries: 100 });

/** Registrations from one address: 20, not counting those that made an account. */
export const registrations = (address: string): Counter => counter(`register ${address}`, { tries: 20 });

/** Tries of a signed-in customer at the own password: 10. */
export const ownPassword = (customer: string): Counter => counter(`password ${customer}`, { tries: 10 });

/** Changes of a customer's e-mail: 10 in an hour. Each one tells whether an e-mail has an account. */
export const emailChanges = (customer: string): Counter =>
  counter(`email ${customer}`, { tries: 10 }, HOUR_S);

/**
 * Counts a try before it is made, so that of a hundred at once no more pass than of a hundred one after another. Throws
 * `session.too_many_attempts` where a limit is reached; then none of the counters has counted it. A lost answer may count twice.
 */
export async function consume(ctx: Context, counters: Counter[]): Promise<void> {
  for (const [i, one] of counters.entries()) {
    const wait = await consumeOne(ctx, one);
    if (wait === undefined) continue;
    await giveBack(ctx, counters.slice(0, i));
    const detail = "Too many tries. Wait before the next one.";
    throw new Refusal("session.too_many_attempts", detail, { retryAfter: wait });
  }
}

/** Takes a try back that was counted but not made, or was right. Never fails: in an outage the try stays counted. */
export async function giveBack(ctx: Context, counters: Counter[]): Promise<void> {
  const inTime = { ...ctx, deadline: Math.max(ctx.deadline, performance.now() + GIVE_BACK_MS) };
  const given = await Promise.allSettled(counters.map((one) => giveBackOne(inTime, one)));
  for (const one of given) {
    if (one.status === "fulfilled") continue;
    log("warn", "a try stays counted", { requestId: ctx.requestId, error: describe(one.reason) });
  }
}

/** Undefined: counted. Otherwise the seconds until the window ends. */
async function consumeOne(ctx: Context, { key, windowS, limits }: Counter): Promise<number | undefined> {
  const now = seconds(ctx);
  const latest = now + windowS + CLOCKS_S;
  const names = Object.keys(limits);
  const isFree = names.map((name) => `(attribute_not_exists(${name}) OR ${name} < :${name})`).join(" AND ");
  const most = Object.fromEntries(names.map((name) => [`:${name}`, limits[name]]));
  const inWindow = () =>
    updateItem(
      ctx,
      key,
      [
        ...names.map((name) => `${name} = if_not_exists(${name}, :zero) + :one`),
        "expiresAt = if_not_exists(expiresAt, :end)",
      ].join(", "),
      {
        expression: `attribute_not_exists(id) OR (expiresAt > :now AND expiresAt <= :latest AND ${isFree})`,
        values: { ...most, ":zero": 0, ":one": 1, ":now": now, ":latest": latest, ":end": now + windowS },
      },
    );
  if (await inWindow()) return undefined;
  const [item] = await readItems(ctx, [key]);
  const { expiresAt } = z.object({ expiresAt: z.int() }).parse(item ?? { expiresAt: now });
  const isOver = expiresAt <= now || expiresAt > latest;
  const isFull = names.some((name) => Number(item?.[name] ?? 0) >= (limits[name] ?? 0));
  if (!isOver && isFull) return expiresAt - now;
  // DynamoDB deletes expired items within days: one try opens the new window, and the others are counted in it.
  const ones = Object.fromEntries(names.map((name) => [name, 1]));
  const opened = { table: key.table, item: { ...key.key, ...ones, expiresAt: now + windowS } };
  const condition = {
    expression: "attribute_not_exists(id) OR expiresAt <= :now OR expiresAt > :latest",
    values: { ":now": now, ":latest": latest },
  };
  if ((isOver && (await putItem(ctx, opened, condition))) || (await inWindow())) return undefined;
  return isOver ? windowS : expiresAt - now;
}

/** Only in the window in which the try was counted: a later one ends later. */
async function giveBackOne(ctx: Context, { key, windowS, limits }: Counter): Promise<void> {
  const now = seconds(ctx);
  const names = Object.keys(limits);
  await updateItem(ctx, key, names.map((name) => `${name} = ${name} - :one`).join(", "), {
    expression: ["expiresAt <= :end", ...names.map((name) => `${name} >= :one`)].join(" AND "),
    values: { ":one": 1, ":end": now + windowS },
  });
}

const seconds = ({ now }: Context): number => Math.floor(now.getTime() / 1000);
