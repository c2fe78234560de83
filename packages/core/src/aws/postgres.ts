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
import { call } from "./call.ts";
import { links } from "./links.ts";
import type { Sql } from "./sql.ts";

/** `limitMs`: the longest that one call may take. `transactionId`: the transaction that the statement belongs to. */
interface Options {
  limitMs?: number;
  transactionId?: string;
}

const CALL_MS = 4_000;
/** What our own code may meet: an SQL error, a database that wakes up, a request that is a bug of ours. */
const EXPECTED = [
  "DatabaseErrorException",
  "DatabaseResumingException",
  "BadRequestException",
  "ValidationException",
];

/** An error of PostgreSQL's own, by its SQLSTATE (https://www.postgresql.org/docs/17/errcodes-appendix.html). */
export class SqlError extends Error {
  readonly state: string;

  constructor(state: string, cause: Error) {
    super(cause.message, { cause });
    this.name = "SqlError";
    this.state = state;
  }
}

/** Runs one statement; its rows are decoded by position, so the select list stands in the order of `shape`'s keys. */
export async function rows<S extends z.ZodRawShape>(
  ctx: Context,
  shape: z.ZodObject<S>,
  query: Sql,
  options?: Options,
): Promise<z.output<z.ZodObject<S>>[]> {
  const names = Object.keys(shape.shape);
  const records = await execute(ctx, query, options);
  return records.map((record) =>
    shape.parse(Object.fromEntries(names.map((name, i) => [name, plain(record[i])]))),
  );
}

/** Runs one statement. Aurora wakes from its pause in about 15 s, and is waited for while the request has time. */
export async function execute(ctx: Context, query: Sql, options: Options = {}): Promise<Field[][]> {
  const { limitMs = CALL_MS, transactionId } = options;
  const parameters: SqlParameter[] = [];
  const text = query.compile(parameters);
  const request = new ExecuteStatementCommand({ ...database(), sql: text, parameters, transactionId });
  for (let wait = 500; ; wait *= 1.5) {
    try {
      const answer = await call(ctx, "data-api.ExecuteStatement", limitMs, EXPECTED, (sending) =>
        dataApi().send(request, sending),
      );
      return answer.records ?? [];
    } catch (error) {
      if ((error as Error).name !== "DatabaseResumingException") throw withState(error as Error);
      await pause(ctx, wait);
    }
  }
}

/** Runs `work` in one transaction: all of it or none. Its statements go one after another, never side by side. */
export async function transaction<T>(ctx: Context, work: (transactionId: string) => Promise<T>): Promise<T> {
  const begin = new BeginTransactionCommand(database());
  const { transactionId = "" } = await call(ctx, "data-api.BeginTransaction", CALL_MS, EXPECTED, (sending) =>
    dataApi().send(begin, sending),
  );
  const { resourceArn, secretArn } = database();
  const end = { resourceArn, secretArn, transactionId };
  try {
    const result = await work(transactionId);
    await call(ctx, "data-api.CommitTransaction", CALL_MS, EXPECTED, (sending) =>
      dataApi().send(new CommitTransactionCommand(end), sending),
    );
    return result;
  } catch (error) {
    // The database ends an abandoned transaction by itself: the first error matters more than this one.
    await dataApi()
      .send(new RollbackTransactionCommand(end), { abortSignal: AbortSignal.timeout(CALL_MS) })
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

let client: RDSDataClient | undefined;
const dataApi = (): RDSDataClient =>
  (client ??= new RDSDataClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 50_000, throwOnRequestTimeout: true },
  }));

function database() {
  const { clusterArn, secretArn, database } = links.Database;
  return { resourceArn: clusterArn, secretArn, database };
}

function plain(field: Field | undefined): unknown {
  if (!field || field.isNull) return null;
  return field.stringValue ?? field.longValue ?? field.booleanValue ?? field.doubleValue;
}

/** The SQLSTATE stands nowhere but in the message. */
function withState(error: Error): Error {
  const state = /SQLState: (\w{5})/.exec(error.message)?.[1];
  return error.name === "DatabaseErrorException" && state ? new SqlError(state, error) : error;
}
