import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import { Refusal } from "../refusal.ts";
import type { Counter } from "./attempt.rules.ts";
import * as Table from "./attempt.table.ts";

export type { Counter } from "./attempt.rules.ts";
export {
  byAccount,
  byAddress,
  byDevice,
  emailChanges,
  ownPassword,
  registrations,
  resetsFrom,
  resetsOf,
} from "./attempt.rules.ts";
export { keyOf } from "./attempt.table.ts";

/** Giving back has this much time, even if the request itself has none left. */
const GIVE_BACK_MS = 500;

/**
 * Counts an attempt with all counters, before the attempt is made, so that parallel attempts cannot pass the
 * limit. Throws `session.too_many_attempts` if a limit is reached; then no counter has counted it. If an
 * answer of the store is lost, the attempt may count twice.
 */
export async function consume(ctx: Context, counters: Counter[]): Promise<void> {
  for (const [i, one] of counters.entries()) {
    const retryAfter = await Table.consume(ctx, one);
    if (retryAfter === undefined) continue;
    await giveBack(ctx, counters.slice(0, i));
    const detail = "Too many attempts. Wait before you try again.";
    throw new Refusal("session.too_many_attempts", detail, { retryAfter });
  }
}

/** Uncounts an attempt that was not made or was successful. Never throws: in an outage it stays counted. */
export async function giveBack(ctx: Context, counters: Counter[]): Promise<void> {
  const inTime = { ...ctx, deadline: Math.max(ctx.deadline, performance.now() + GIVE_BACK_MS) };
  const results = await Promise.allSettled(counters.map((one) => Table.giveBack(inTime, one)));
  for (const result of results) {
    if (result.status === "fulfilled") continue;
    log("warn", "attempt stays counted", { requestId: ctx.requestId, error: describe(result.reason) });
  }
}

/** Does `work`. If it throws, the attempts that were counted for it are given back. */
export async function giveBackOnError<T>(
  ctx: Context,
  counters: Counter[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await giveBack(ctx, counters);
    throw error;
  }
}
