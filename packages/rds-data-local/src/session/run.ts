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
  if (LEAVES_STATE.has(statement.verb)) borrowed.discard = true;
  const since = performance.now();
  try {
    return await borrowed.session.query(query(statement.text, statement.values));
  } catch (error) {
    if (isConnectionFailure(error)) borrowed.discard = true;
    const canceled =
      (error as { code?: string }).code === CANCELED && performance.now() - since >= statementMs;
    throw canceled ? timedOut() : error;
  }
}

const CANCELED = "57014";
const LEAVES_STATE = new Set("BEGIN START SET RESET DISCARD PREPARE DECLARE LISTEN LOAD".split(" "));

/** Runs a statement without a time limit. */
export async function runWithoutLimit(borrowed: BorrowedSession, statement: Statement): Promise<QueryResult> {
  borrowed.discard = true;
  await borrowed.session.query(query("select set_config('statement_timeout', '0', false)"));
  return run(borrowed, statement, Number.POSITIVE_INFINITY);
}

export const timedOut = () => new ServiceError("StatementTimeoutException", "Request timed out");
