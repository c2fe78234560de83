import { isConnectionFailure, ServiceError } from "../api/error.ts";
import type { Statement } from "../sql/statement.ts";
import { type QueryResult, query } from "./pool.ts";
import type { BorrowedSession } from "./sessions.ts";

/**
 * Runs a statement. The database itself cancels it after `statementMs` (PGlite cannot). Sets `discard` if the next caller
 * must not get the connection in its present state.
 */
export async function run(
  borrowed: BorrowedSession,
  statement: Statement,
  statementMs: number,
): Promise<QueryResult> {
  if (leavesState(statement)) borrowed.discard = true;
  const since = performance.now();
  try {
    const result = await borrowed.session.query(query(statement.text, statement.values));
    if (FORMATS.test(statement.text)) await borrowed.session.query(query(RESTORE_FORMATS));
    return result;
  } catch (error) {
    if (isConnectionFailure(error)) borrowed.discard = true;
    const canceled =
      (error as { code?: string }).code === CANCELED && performance.now() - since >= statementMs;
    throw canceled ? timedOut() : error;
  }
}

const CANCELED = "57014";

const STATE_VERBS = new Set(
  "BEGIN START SET RESET DISCARD PREPARE EXECUTE DECLARE LISTEN LOAD DO CALL".split(" "),
);
const STATE_CALLS =
  /\b(set_config|setseed|pg_(try_)?advisory_lock(_shared)?)\s*\(|\b(temp|temporary)\s+(table|view|sequence|recursive)\b|\binto\s+temp/i;

/** Whether the statement may change the session beyond its own transaction. */
const leavesState = ({ verb, text }: Statement) => STATE_VERBS.has(verb) || STATE_CALLS.test(text);

/** Settings that change how the database writes results. Results are read in one format, so such a change is undone. */
const FORMATS = /\b(datestyle|bytea_output|extra_float_digits)\b/i;
const RESTORE_FORMATS = `select set_config('DateStyle', 'ISO', true), set_config('bytea_output', 'hex', true),
  set_config('extra_float_digits', '1', true)`;

/** Runs a statement without a time limit, and restores the limit for the transaction that it may be part of. */
export async function runWithoutLimit(
  borrowed: BorrowedSession,
  statement: Statement,
  statementMs: number,
): Promise<QueryResult> {
  borrowed.discard = true;
  await borrowed.session.query(setTimeLimit(0));
  const result = await run(borrowed, statement, Number.POSITIVE_INFINITY);
  await borrowed.session.query(setTimeLimit(statementMs));
  return result;
}

const setTimeLimit = (ms: number) => query("select set_config('statement_timeout', $1, false)", [String(ms)]);

export const timedOut = () => new ServiceError("StatementTimeoutException", "Request timed out");
