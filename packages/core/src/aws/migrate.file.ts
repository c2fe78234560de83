import * as z from "zod";
import { type Context, pause, timeLeft } from "../context.ts";
import { rows } from "./postgres.ts";
import { type Sql, sql } from "./sql.ts";
import { sqlErrorOf } from "./sqlerror.ts";

/** The Data API ends a statement after 45 s. */
export const CALL_MS = 45_000;

/**
 * While a migration waits for a table's lock, shoppers wait behind it. So it gives up after this time, undoes its transaction, and
 * tries again later.
 */
export const LOCK_TIMEOUT_MS = 1_000;

interface Options {
  transactionId?: string | undefined;
  limitMs?: number;
}

/** The Data API takes one statement in a call. In a file, a semicolon and an empty line end a statement. */
export const statements = (file: string): Sql[] =>
  file
    .split(/;\s*(?:\n\s*\n|$)/)
    .filter((text) => text.trim() !== "")
    .map((text) => ({ compile: () => text }));

const Name = z.object({ name: z.string() });

export const isApplied = async (ctx: Context, name: string, options?: Options): Promise<boolean> =>
  (await rows(ctx, Name, sql`select name from migration where name = ${name}`, options)).length > 0;

/** Returns false if another run has applied the migration. */
export const markApplied = async (ctx: Context, name: string, options?: Options): Promise<boolean> => {
  const insert = sql`insert into migration (name) values (${name}) on conflict do nothing returning name`;
  return (await rows(ctx, Name, insert, options)).length > 0;
};

/** Repeats `work` while it does not get its locks, with longer and longer pauses in which shoppers go on. */
export async function withLockRetries<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  for (let wait = 250; ; wait = Math.min(wait * 2, 8_000)) {
    try {
      return await work();
    } catch (error) {
      if (!hasNoLock(error) || timeLeft(ctx) < CALL_MS) throw error;
      await pause(ctx, wait);
    }
  }
}

/** A lock that took too long, or a deadlock. */
const NO_LOCK = ["55P03", "40P01"];

const hasNoLock = (error: unknown): boolean => NO_LOCK.includes(sqlErrorOf(error)?.state ?? "");
