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
import { call, clientOf } from "./call.ts";
import { links } from "./links.ts";
import type { Sql } from "./sql.ts";

/** `limitMs`: the longest that one call may take. `transactionId`: the transaction that the statement belongs to. */
interface Options {
  limitMs?: number;
  transactionId?: string | undefined;
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
  /** Five characters, which the Data API tells nowhere but in its message; empty where it does not. */
  readonly state: string;

  constructor(message: string) {
    // The detail may quote a whole row, with what must not stand in a log.
    super(message.replace(/; Detail: .*?(?=; (?:Hint|Position|SQLState): |$)/s, ""));
    this.name = "SqlError";
    this.state = /SQLState: (\w{5})/.exec(message)?.[1] ?? "";
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

/** Runs one statement; its rows as the Data API gives them. */
export async function execute(ctx: Context, query: Sql, options: Options = {}): Promise<Field[][]> {
  const { limitMs = CALL_MS, transactionId } = options;
  const parameters: SqlParameter[] = [];
  const text = query.compile(parameters);
  const request = new ExecuteStatementCommand({ ...database(), sql: text, parameters, transactionId });
  const answer = await send(ctx, "ExecuteStatement", limitMs, (sending) => dataApi().send(request, sending));
  return answer.records ?? [];
}

/** Runs `work` in one transaction: all of it or none. Its statements go one after another, never side by side. */
export async function transaction<T>(
  ctx: Context,
  work: (transactionId: string | undefined) => Promise<T>,
): Promise<T> {
  const begin = new BeginTransactionCommand(database());
  const begun = await send(ctx, "BeginTransaction", CALL_MS, (sending) => dataApi().send(begin, sending));
  const { transactionId } = begun;
  const { resourceArn, secretArn } = database();
  const end = { resourceArn, secretArn, transactionId };
  try {
    const result = await work(transactionId);
    await send(ctx, "CommitTransaction", CALL_MS, (sending) =>
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

const dataApi = clientOf("data-api", 3, (maxAttempts) => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 50_000, throwOnRequestTimeout: true };
  return new RDSDataClient({ maxAttempts, requestHandler });
});

/** One call. Aurora wakes from its pause in about 15 s, and is waited for while the request has time. */
async function send<A extends object>(
  ctx: Context,
  operation: string,
  limitMs: number,
  sending: (options: { abortSignal: AbortSignal }) => Promise<A>,
): Promise<A> {
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 1_500)) {
    try {
      return await call(ctx, `data-api.${operation}`, limitMs, EXPECTED, sending);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === "DatabaseErrorException") throw new SqlError(message);
      if (name !== "DatabaseResumingException") throw error;
      await pause(ctx, wait);
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
