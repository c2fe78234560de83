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
import { mayRepeat } from "./breaker.ts";
import { call, clientOf, unavailable } from "./call.ts";
import { didNothing } from "./failure.ts";
import { links } from "./links.ts";
import type { Sql } from "./sql.ts";
import { SqlError } from "./sqlerror.ts";

export { SqlError };

/** `limitMs`: the longest that one call may take. `transactionId`: the transaction that the statement belongs to. */
interface Options {
  limitMs?: number;
  transactionId?: string | undefined;
}

const CALL_MS = 4_000;
const RESUMING = "DatabaseResumingException";
/** How often a statement is sent that the database ended without having done anything. */
const TRIES = 4;

/** Runs one statement; its rows are decoded by position, so the select list stands in the order of `shape`'s keys. */
export async function rows<S extends z.ZodRawShape>(
  ctx: Context,
  shape: z.ZodObject<S>,
  query: Sql,
  options?: Options,
): Promise<z.output<z.ZodObject<S>>[]> {
  const names = Object.keys(shape.shape);
  const { records } = await run(ctx, query, options);
  // The answer is incomplete: no rows is an empty list.
  if (!records) throw unavailable("data-api.ExecuteStatement", new Error("`records` is missing"));
  return records.map((record) =>
    shape.parse(Object.fromEntries(names.map((name, i) => [name, plain(record[i])]))),
  );
}

/** Runs one statement; its rows as the Data API gives them, none where the statement returns none. */
export async function execute(ctx: Context, query: Sql, options?: Options): Promise<Field[][]> {
  return (await run(ctx, query, options)).records ?? [];
}

function run(ctx: Context, query: Sql, { limitMs = CALL_MS, transactionId }: Options = {}) {
  const parameters: SqlParameter[] = [];
  const text = query.compile(parameters);
  const request = new ExecuteStatementCommand({ ...database(), sql: text, parameters, transactionId });
  // An error ends the whole transaction.
  const tries = transactionId === undefined ? TRIES : 1;
  return send(ctx, "ExecuteStatement", { limitMs, tries }, (sending) => dataApi().send(request, sending));
}

/** Runs `work` in one transaction: all of it or none. Its statements go one after another, never side by side. */
export async function transaction<T>(
  ctx: Context,
  work: (transactionId: string | undefined) => Promise<T>,
): Promise<T> {
  const begin = new BeginTransactionCommand(database());
  const begun = await send(ctx, "BeginTransaction", { tries: TRIES }, (sending) =>
    dataApi().send(begin, sending),
  );
  const { transactionId } = begun;
  const { resourceArn, secretArn } = database();
  const end = { resourceArn, secretArn, transactionId };
  try {
    const result = await work(transactionId);
    await send(ctx, "CommitTransaction", { tries: 1 }, (sending) =>
      dataApi().send(new CommitTransactionCommand(end), sending),
    );
    return result;
  } catch (error) {
    // The database ends an abandoned transaction by itself: the first error matters more than this one.
    const abortSignal = AbortSignal.timeout(CALL_MS);
    await dataApi()
      .send(new RollbackTransactionCommand(end), { abortSignal })
      .catch(() => {});
    throw error;
  }
}

/** A `timestamptz` column, in the Data API's form (UTC without saying so), as ISO 8601. */
export const instant = z.string().transform((text) => new Date(`${text.replace(" ", "T")}Z`).toISOString());

/** A `json` or `jsonb` column, which comes as text. */
export const json = <T extends z.ZodType>(shape: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);

const STORE = "data-api";
const dataApi = clientOf(STORE, 3, (maxAttempts) => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 50_000, throwOnRequestTimeout: true };
  return new RDSDataClient({ maxAttempts, requestHandler });
});

type Sending<A> = (options: { abortSignal: AbortSignal }) => Promise<A>;

/** One call. Aurora wakes from its pause in about 15 s, and is waited for while the request has time. */
async function send<A extends object>(
  ctx: Context,
  operation: string,
  { limitMs = CALL_MS, tries }: { limitMs?: number; tries: number },
  sending: Sending<A>,
): Promise<A> {
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 1_500)) {
    try {
      return await call(ctx, `${STORE}.${operation}`, limitMs, [RESUMING], (options) =>
        untilDone(ctx, tries, options.abortSignal, () => sending(options)),
      );
    } catch (error) {
      if ((error as Error).name !== RESUMING) throw error;
      await pause(ctx, wait);
    }
  }
}

/** Repeats a call that changed nothing, such as a deadlock's victim, while the database is well and the call has time. */
async function untilDone<A>(
  ctx: Context,
  tries: number,
  signal: AbortSignal,
  attempt: () => Promise<A>,
): Promise<A> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      const { name, message } = error as Error;
      const failure = name === "DatabaseErrorException" ? new SqlError(message) : error;
      if (!didNothing(failure) || made >= tries || !mayRepeat(STORE)) throw failure;
      await pause(ctx, 25 * 2 ** made);
      if (signal.aborted) throw failure;
    }
  }
}

function database() {
  const { clusterArn, secretArn, database } = links.Database;
  return { resourceArn: clusterArn, secretArn, database };
}

function plain(field: Field | undefined): unknown {
  if (!field || field.isNull) return null;
  return field.stringValue ?? field.longValue ?? field.booleanValue ?? field.doubleValue;
}
