import { isConnectionFailure, ServiceError } from "../api/error.ts";
import type { Statement } from "../sql/statement.ts";
import type { Lease } from "./leases.ts";
import { type QueryResult, query } from "./pool.ts";
import { withTimeout } from "./timeout.ts";

/**
 * Runs a statement. The database itself cancels it after `statementMs` (PGlite cannot). Marks the lease as spoiled when
 * the next caller must not get the connection in its present state.
 */
export async function run(lease: Lease, statement: Statement, statementMs: number): Promise<QueryResult> {
  if (LEAVES_STATE.has(statement.verb)) lease.spoiled = true;
  const since = performance.now();
  try {
    return await lease.session.query(query(statement.text, statement.values));
  } catch (error) {
    if (isConnectionFailure(error)) lease.spoiled = true;
    const cut = (error as { code?: string }).code === CANCELED && performance.now() - since >= statementMs;
    throw cut ? timedOut() : error;
  }
}

const CANCELED = "57014";
const LEAVES_STATE = new Set("BEGIN START SET RESET DISCARD PREPARE DECLARE LISTEN LOAD".split(" "));

/** Runs a statement for as long as it takes. */
export async function runToItsEnd(lease: Lease, statement: Statement): Promise<QueryResult> {
  lease.spoiled = true;
  await lease.session.query(query("select set_config('statement_timeout', '0', false)"));
  return run(lease, statement, Number.POSITIVE_INFINITY);
}

/** Waits `ms` for the answer of a statement. After that the caller gets a time-out, and the statement goes on. */
export const answerWithin = <T>(running: Promise<T>, ms: number): Promise<T> =>
  withTimeout(running, ms, timedOut);

const timedOut = () => new ServiceError("StatementTimeoutException", "Request timed out");
