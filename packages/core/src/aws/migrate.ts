import { readdir, readFile } from "node:fs/promises";
import * as z from "zod";
import { type Context, context } from "../context.ts";
import {
  CALL_MS,
  isApplied,
  LOCK_TIMEOUT_MS,
  markApplied,
  statements,
  withLockRetries,
} from "./migrate.file.ts";
import { applyOutside, isOutside } from "./migrate.outside.ts";
import { execute, rows, transaction } from "./postgres.ts";
import { sql } from "./sql.ts";

const LOCK = 7_216_801;

/** The folder of the migrations in the sources. */
export const MIGRATIONS = new URL("../../migrations/", import.meta.url);

/**
 * Applies the new migrations in the order of their numbers, each in a transaction of its own, unless its first line says that it
 * must run outside one. Safe to run twice, and from two places at the same time. After an error or at the end of its time, the
 * next run continues. Returns the number of applied migrations. An error names the migration, and has its cause.
 */
export async function migrate(directory = MIGRATIONS): Promise<number> {
  const ctx = context({ timeoutMs: 280_000 });
  const files = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  await locked(ctx, async (options) => {
    const table = sql`create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`;
    await execute(ctx, table, options);
  });
  const applied = await rows(ctx, z.object({ name: z.string() }), sql`select name from migration`);
  const pending = files.filter((name) => !applied.some((row) => row.name === name));
  let count = 0;
  for (const name of pending) {
    const text = await readFile(new URL(name, directory), "utf8");
    const isDone = isOutside(text) ? applyOutside(ctx, name, text) : applyInside(ctx, name, text);
    try {
      if (await isDone) count++;
    } catch (error) {
      throw new Error(`Migration ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
  return count;
}

/** Returns false if another run has applied the migration. */
const applyInside = (ctx: Context, name: string, text: string): Promise<boolean> =>
  withLockRetries(ctx, () =>
    locked(ctx, async (options) => {
      if (await isApplied(ctx, name, options)) return false;
      await execute(ctx, sql`select set_config('lock_timeout', ${String(LOCK_TIMEOUT_MS)}, true)`, options);
      for (const statement of statements(text)) await execute(ctx, statement, options);
      return markApplied(ctx, name, options);
    }),
  );

/** Runs `work` in a transaction, while no other run migrates. */
function locked<T>(
  ctx: Context,
  work: (options: { transactionId: string | undefined; limitMs: number }) => Promise<T>,
): Promise<T> {
  return transaction(
    ctx,
    async (transactionId) => {
      const options = { transactionId, limitMs: CALL_MS };
      await execute(ctx, sql`select pg_advisory_xact_lock(${LOCK})::text`, options);
      return work(options);
    },
    CALL_MS,
  );
}
