import {
  type ArrayValue,
  BeginTransactionCommand,
  ExecuteStatementCommand,
  type Field,
  RDSDataClient,
  RDSDataServiceException,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { type Context, timeLeft } from "../context.ts";
import { links } from "./links.ts";

/** The statement has no result. The message says why: it is the database's own, or what to do. */
export class SqlFault extends Error {}

/** The database stops a statement so long before the deadline that its answer still arrives. */
const MARGIN_MS = 5_000;
/** A database that cannot stop a statement refuses to roll back until the statement has ended. */
const ROLLBACK_MS = 30_000;
const PAUSE_MS = 1_000;

/** A database, and the secret of the role that reads it. */
export interface Target {
  clusterArn: string;
  secretArn: string;
}

/**
 * A person's statement in a transaction that may only read. Throws SqlFault if the database refuses it, or if it takes too long:
 * then its transaction is rolled back, so it holds no session. `rollbackMs`: how long the rollback may take. `target`: another
 * database than the shop's.
 */
export async function readOnly(
  ctx: Context,
  statement: string,
  rollbackMs = ROLLBACK_MS,
  target?: Target,
): Promise<{ columns: string[]; rows: unknown[][] }> {
  const client = new RDSDataClient({ maxAttempts: 2 });
  const { clusterArn, secrets, database } = links.Database;
  const { clusterArn: resourceArn, secretArn } = target ?? {
    clusterArn,
    secretArn: secrets[ctx.databaseRole],
  };
  const limitMs = Math.ceil(timeLeft(ctx));
  const options = { abortSignal: AbortSignal.timeout(limitMs) };
  const begin = new BeginTransactionCommand({ resourceArn, secretArn, database });
  const { transactionId } = await client.send(begin, options).catch((error) => {
    throw faultOf(error, limitMs);
  });
  const run = (sql: string) => {
    const input = { resourceArn, secretArn, database, sql, transactionId, includeResultMetadata: true };
    return client.send(new ExecuteStatementCommand(input), options);
  };
  const rollback = new RollbackTransactionCommand({ resourceArn, secretArn, transactionId });
  try {
    await run("set transaction read only");
    await run(`set local statement_timeout = ${Math.max(1, Math.floor(timeLeft(ctx) - MARGIN_MS))}`);
    const { columnMetadata = [], records = [] } = await run(statement);
    const columns = columnMetadata.map(({ label, name }) => label ?? name ?? "");
    return { columns, rows: records.map((record) => record.map(readField)) };
  } catch (error) {
    throw faultOf(error, limitMs);
  } finally {
    // The request's signal may have fired already.
    const abortSignal = AbortSignal.timeout(rollbackMs);
    await untilDone(() => client.send(rollback, { abortSignal }), abortSignal);
  }
}

/** Runs a statement that may write, and commits it. Throws SqlFault if the database refuses it. */
export async function readWrite(
  ctx: Context,
  statement: string,
  { clusterArn: resourceArn, secretArn }: Target,
): Promise<unknown[][]> {
  const limitMs = Math.ceil(timeLeft(ctx));
  const input = { resourceArn, secretArn, database: links.Database.database, sql: statement };
  const { records = [] } = await new RDSDataClient({ maxAttempts: 2 })
    .send(new ExecuteStatementCommand(input), { abortSignal: AbortSignal.timeout(limitMs) })
    .catch((error) => {
      throw faultOf(error, limitMs);
    });
  return records.map((record) => record.map(readField));
}

/**
 * Repeats `work` until it succeeds or the signal fires. Never throws: the Data API ends a transaction that nobody uses for 3
 * minutes.
 */
async function untilDone(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await work();
      return;
    } catch (error) {
      // It has ended already.
      if ((error as Error).name === "TransactionNotFoundException") return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

function faultOf(error: unknown, limitMs: number): Error {
  const { name, message } = error as Error;
  const isLate =
    ["AbortError", "TimeoutError", "StatementTimeoutException"].includes(name) ||
    /canceling statement due to statement timeout/.test(message);
  if (isLate)
    return new SqlFault(
      `The statement was stopped, because it had no result within ${Math.ceil(limitMs / 1_000)} s. Read less: add a condition or a limit.`,
    );
  return error instanceof RDSDataServiceException ? new SqlFault(message) : (error as Error);
}

function readField(field: Field): unknown {
  if (field.isNull) return null;
  if (field.arrayValue) return `{${elementsOf(field.arrayValue).join(",")}}`;
  if (field.blobValue) return `\\x${Buffer.from(field.blobValue).toString("hex")}`;
  return Object.values(field)[0];
}

/** An array's elements are of one kind. Elements that are arrays are written like the array itself. */
function elementsOf({ arrayValues, ...values }: ArrayValue): unknown[] {
  if (arrayValues) return arrayValues.map((inner) => inner && `{${elementsOf(inner).join(",")}}`);
  return (Object.values(values)[0] as unknown[] | undefined) ?? [];
}
