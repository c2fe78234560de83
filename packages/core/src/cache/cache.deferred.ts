import type { Put } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as Table from "./cache.table.ts";

/**
 * Entries that a request has loaded from Aurora and that the table lacks. A request that writes stores them with its own write:
 * a call before it would make the shopper wait, and after the answer Lambda stops the process.
 */
export interface Deferred {
  puts: Put[];
  /** Entries that come later, from a slow load, are stored by the load itself. */
  isTaken: boolean;
}

export const deferWrites = (): Deferred => ({ puts: [], isTaken: false });

export const isOpen = ({ isTaken }: Deferred): boolean => !isTaken;

/** The entries. From now on the caller stores them. */
export function takeDeferred(deferred: Deferred): Put[] {
  deferred.isTaken = true;
  return deferred.puts.splice(0);
}

/** Stores the entries that nobody has taken. Never fails. */
export async function storeDeferred(ctx: Context, deferred: Deferred): Promise<void> {
  const puts = takeDeferred(deferred);
  if (puts.length > 0) await orFallback(ctx, Table.writePuts(ctx, puts), undefined);
}

/** The table only saves calls to Aurora: a request does not fail with it. */
export async function orFallback<T>(ctx: Context, call: Promise<T>, fallback: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    log("warn", "The cache table does not answer.", { requestId: ctx.requestId, error: describe(error) });
    return fallback;
  }
}
