import * as z from "zod";
import { type Context, pause, timeLeft } from "../context.ts";
import { CALL_MS, isApplied, markApplied, statements, withLockRetries } from "./migrate.file.ts";
import { execute, rows } from "./postgres.ts";
import { type Sql, sql } from "./sql.ts";
import { sqlErrorOf } from "./sqlerror.ts";

/** Whether a migration's first line says that it must not run in a transaction. */
export const isOutside = (text: string): boolean => /^-- outside a transaction\b/.test(text);

/** When the next call might need more time than the function has. */
const RESERVE_MS = CALL_MS + 5_000;
const POLL_MS = 1_000;

/**
 * Applies a migration whose statements each stand for themselves, and may be repeated after an interruption:
 * - `create index concurrently if not exists <name>` builds an index while shoppers write. It may take longer than a call.
 * - `drop index concurrently if exists <name>` waits until no older transaction can use the index. It may, too.
 * - A statement with `:after` works through a table in parts. It returns one column: the value for the next part, or null at the
 *   end. The first part gets an empty text.
 *
 * Returns false if another run has applied the migration.
 */
export async function applyOutside(ctx: Context, name: string, text: string): Promise<boolean> {
  if (await isApplied(ctx, name)) return false;
  for (const statement of statements(text)) {
    const written = statement.compile([]);
    const index = /^create\s+(?:unique\s+)?index\s+concurrently\s+if\s+not\s+exists\s+(\w+)/im.exec(
      written,
    )?.[1];
    const dropped = /^drop\s+index\s+concurrently\s+if\s+exists\s+(\w+)/im.exec(written)?.[1];
    if (index) await buildIndex(ctx, name, index, statement);
    else if (dropped) await dropIndex(ctx, name, dropped, statement);
    else if (/:after\b/.test(written)) await inParts(ctx, name, written);
    else await withLockRetries(ctx, () => execute(ctx, statement, { limitMs: CALL_MS }));
  }
  return markApplied(ctx, name);
}

const Part = z.object({ after: z.string().nullable() });

async function inParts(ctx: Context, name: string, text: string): Promise<void> {
  for (let after: string | null = ""; after !== null; ) {
    requireTime(ctx, name);
    const value: string = after;
    const part: Sql = {
      compile: (parameters) => {
        parameters.push({ name: "after", value: { stringValue: value } });
        return text;
      },
    };
    const [row] = await withLockRetries(ctx, () => rows(ctx, Part, part, { limitMs: CALL_MS }));
    after = row?.after ?? null;
  }
}

/** Waits for an index that is being built, and builds one again that an earlier attempt has left invalid. */
async function buildIndex(ctx: Context, name: string, index: string, statement: Sql): Promise<void> {
  for (;;) {
    const state = await stateOf(ctx, index);
    if (state === "valid") return;
    requireTime(ctx, name);
    if (state === "in progress") await pause(ctx, POLL_MS);
    else {
      if (state === "invalid")
        await attempt(ctx, sql`drop index concurrently if exists ${{ compile: () => index }}`);
      await attempt(ctx, statement);
    }
  }
}

async function dropIndex(ctx: Context, name: string, index: string, statement: Sql): Promise<void> {
  for (let state = await stateOf(ctx, index); state !== "none"; state = await stateOf(ctx, index)) {
    requireTime(ctx, name);
    if (state === "in progress") await pause(ctx, POLL_MS);
    else await attempt(ctx, statement);
  }
}

/** What the state of the index shows afterwards: a call that took too long, a deadlock, another run that was faster. */
const SHOWN = ["57014", "40P01", "55P03", "42P07", "23505 pg_class"];

/** Starts a statement that goes on when its call ends. Throws only what another attempt would meet, too. */
async function attempt(ctx: Context, statement: Sql): Promise<void> {
  try {
    await execute(ctx, statement, { limitMs: CALL_MS + 2_000, continueAfterTimeout: true });
  } catch (error) {
    const { state = "", constraint = "" } = sqlErrorOf(error) ?? {};
    const isKnown = SHOWN.some((known) => `${state} ${constraint}`.startsWith(known));
    if (state !== "" && !isKnown) throw error;
    await pause(ctx, POLL_MS);
  }
}

async function stateOf(ctx: Context, index: string): Promise<"none" | "valid" | "in progress" | "invalid"> {
  const State = z.object({ isValid: z.boolean(), isInProgress: z.boolean() });
  const [found] = await rows(
    ctx,
    State,
    sql`
      select i.indisvalid, exists (
        select from pg_stat_activity a where a.pid <> pg_backend_pid() and a.datname = current_database()
          and a.state = 'active' and a.query ~* 'index\\s+concurrently' and a.query like '%' || ${index} || '%'
      )
      from pg_index i where i.indexrelid = to_regclass(${index})`,
  );
  if (!found) return "none";
  if (found.isValid) return "valid";
  return found.isInProgress ? "in progress" : "invalid";
}

function requireTime(ctx: Context, name: string): void {
  if (timeLeft(ctx) < RESERVE_MS)
    throw new Error(`The migration ${name} is not finished. Deploy again: it continues.`);
}
