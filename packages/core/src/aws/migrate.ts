import { readdir, readFile } from "node:fs/promises";
import * as z from "zod";
import { context } from "../context.ts";
import { execute, rows, transaction } from "./postgres.ts";
import { type Sql, sql } from "./sql.ts";

/** The Data API ends a statement after 45 s. */
const LIMIT_MS = 45_000;
const LOCK = 7_216_801;

/** The folder of the migrations in the sources. */
export const MIGRATIONS = new URL("../../migrations/", import.meta.url);

/**
 * Applies the new migrations in the order of their numbers, in one transaction. Safe to run twice, and from two places at the
 * same time. Returns the number of applied migrations.
 */
export async function migrate(directory = MIGRATIONS): Promise<number> {
  const ctx = context({ timeoutMs: 280_000 });
  const files = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  const work = async (transactionId: string | undefined) => {
    const options = { transactionId, limitMs: LIMIT_MS };
    await execute(ctx, sql`select pg_advisory_xact_lock(${LOCK})::text`, options);
    await execute(
      ctx,
      sql`create table if not exists migration (name text primary key, applied_at timestamptz not null default now())`,
      options,
    );
    const applied = await rows(ctx, z.object({ name: z.string() }), sql`select name from migration`, options);
    const pending = files.filter((name) => !applied.some((row) => row.name === name));
    for (const name of pending) {
      for (const statement of statements(await readFile(new URL(name, directory), "utf8"))) {
        await execute(ctx, statement, options);
      }
      await execute(ctx, sql`insert into migration (name) values (${name})`, options);
    }
    return pending.length;
  };
  return transaction(ctx, work, LIMIT_MS);
}

/** The Data API takes one statement in a call. In a file, a semicolon and an empty line end a statement. */
const statements = (file: string): Sql[] =>
  file
    .split(/;\s*(?:\n\s*\n|$)/)
    .filter((text) => text.trim() !== "")
    .map((text) => ({ compile: () => text }));
