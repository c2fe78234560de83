import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type Field,
  RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
} from "@aws-sdk/client-rds-data";
import * as z from "zod";
import { type Context, pause } from "../context.ts";
import { allowsRetry } from "./breaker.ts";
import { callStore, lazyClient, storeUnavailable } from "./call.ts";
import { changedNothing } from "./failure.ts";
import { links } from "./links.ts";
import type { Sql } from "./sql.ts";
import { SqlError, sqlErrorOf } from "./sqlerror.ts";

export { SqlError, sqlErrorOf };

interface Options {
  /** The time limit of one call. */
  limitMs?: number;
  transactionId?: string | undefined;
  /** The database goes on with the statement when the call has taken 45 s. */
  continueAfterTimeout?: boolean;
}

const CALL_MS = 4_000;
const RESUMING = "DatabaseResumingException";
/** How often a statement is sent when the database ends it without any change. */
const TRIES = 4;

/** Runs one statement and parses its rows. The select list has the order of `shape`'s keys, because rows are read by position. */
export async function rows<S extends z.ZodRawShape>(
  ctx: Context,
  shape: z.ZodObject<S>,
  query: Sql,
  options?: Options,
): Promise<z.output<z.ZodObject<S>>[]> {
  const names = Object.keys(shape.shape);
  const { records } = await run(ctx, query, options);
  // A result without rows is an empty list, so this response is incomplete.
  if (!records) throw storeUnavailable("data-api.ExecuteStatement", new Error("`records` is missing"));
  return records.map((record) =>
    shape.parse(Object.fromEntries(names.map((name, i) => [name, fieldValue(record[i])]))),
  );
}

/** Runs one statement and returns its rows as the Data API sends them. */
export async function execute(ctx: Context, query: Sql, options?: Options): Promise<Field[][]> {
  return (await run(ctx, query, options)).records ?? [];
}

function run(
  ctx: Context,
  query: Sql,
  { limitMs = CALL_MS, transactionId, continueAfterTimeout }: Options = {},
) {
  const parameters: SqlParameter[] = [];
  const text = query.compile(parameters);
  const request = new ExecuteStatementCommand({
    ...database(ctx),
    sql: text,
    parameters,
    transactionId,
    continueAfterTimeout,
  });
  // After an error, PostgreSQL refuses all further statements of a transaction.
  const tries = transactionId === undefined ? TRIES : 1;
  return send(ctx, "ExecuteStatement", { limitMs, tries }, (options) => dataApi().send(request, options));
}

/**
 * Runs `work` in one transaction, of which each call may take `limitMs`. The Data API refuses two statements of a transaction at
 * the same time.
 */
export async function transaction<T>(
  ctx: Context,
  work: (transactionId: string | undefined) => Promise<T>,
  limitMs = CALL_MS,
): Promise<T> {
  const begin = new BeginTransactionCommand(database(ctx));
  const { transactionId } = await send(ctx, "BeginTransaction", { limitMs, tries: TRIES }, (options) =>
    dataApi().send(begin, options),
  );
  const { resourceArn, secretArn } = database(ctx);
  const end = { resourceArn, secretArn, transactionId };
  try {
    const result = await work(transactionId);
    await send(ctx, "CommitTransaction", { limitMs, tries: 1 }, (options) =>
      dataApi().send(new CommitTransactionCommand(end), options),
    );
    return result;
  } catch (error) {
    // A failed rollback is ignored: the database ends an abandoned transaction itself.
    const abortSignal = AbortSignal.timeout(CALL_MS);
    await dataApi()
      .send(new RollbackTransactionCommand(end), { abortSignal })
      .catch(() => {});
    throw error;
  }
}

/** A `timestamptz` column as ISO 8601. The Data API sends UTC without a time zone. */
export const instant = z.string().transform((text) => new Date(`${text.replace(" ", "T")}Z`).toISOString());

/** A `json` or `jsonb` column. The Data API sends it as text. */
export const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);

const STORE = "data-api";
const dataApi = lazyClient(STORE, 3, (maxAttempts) => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 50_000, throwOnRequestTimeout: true };
  return new RDSDataClient({ maxAttempts, requestHandler });
});

type Send<O> = (options: { abortSignal: AbortSignal }) => Promise<O>;

/** Makes one call. Aurora resumes from its pause in about 15 s, so the call is repeated while the request has time. */
async function send<O extends object>(
  ctx: Context,
  operation: string,
  { limitMs = CALL_MS, tries }: { limitMs?: number; tries: number },
  command: Send<O>,
): Promise<O> {
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 1_500)) {
    try {
      return await callStore(ctx, `${STORE}.${operation}`, limitMs, [RESUMING], (options) =>
        retryUnapplied(ctx, tries, options.abortSignal, () => command(options)),
      );
    } catch (error) {
      if ((error as Error).name !== RESUMING) throw error;
      await pause(ctx, wait);
    }
  }
}

/** Repeats a statement that changed nothing, such as a deadlock's victim. */
async function retryUnapplied<O>(
  ctx: Context,
  tries: number,
  signal: AbortSignal,
  attempt: () => Promise<O>,
): Promise<O> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      const { name, message } = error as Error;
      const failure = name === "DatabaseErrorException" ? new SqlError(message) : error;
      if (!changedNothing(failure) || made >= tries || !allowsRetry(STORE)) throw failure;
      await pause(ctx, 25 * 2 ** made);
      if (signal.aborted) throw failure;
    }
  }
}

function database({ databaseRole }: Context) {
  const { clusterArn, secrets, database } = links.Database;
  return { resourceArn: clusterArn, secretArn: secrets[databaseRole], database };
}

function fieldValue(field: Field | undefined): unknown {
  if (!field || field.isNull) return null;
  return field.stringValue ?? field.longValue ?? field.booleanValue ?? field.doubleValue;
}
