import { describeColumns } from "../result/columns.ts";
import { encodeRecords, formatRecords } from "../result/records.ts";
import { resultTypes } from "../result/types.ts";
import { type QueryResult, query } from "../session/pool.ts";
import { run, runWithoutLimit, timedOut } from "../session/run.ts";
import type { BorrowedSession, Sessions } from "../session/sessions.ts";
import { withTimeout } from "../session/timeout.ts";
import type { Transactions } from "../session/transactions.ts";
import { compile, type Statement } from "../sql/statement.ts";
import { type AccessOptions, authorize } from "./access.ts";
import type { Timeouts } from "./limits.ts";
import type { Operation, Request } from "./request.ts";

/** Each operation turns a request into the JSON text of its answer. */
export type Operations = Record<Operation, (request: Request) => Promise<string>>;

export interface OperationsOptions {
  /** The sessions of the database with this name. Throws if there is none. */
  sessionsOf: (database: string | undefined) => Sessions;
  transactions: Transactions;
  timeouts: Timeouts;
  access: AccessOptions;
  strict: boolean;
  limitRows: boolean;
  warn: (message: string) => void;
}

export function createOperations(options: OperationsOptions): Operations {
  const { sessionsOf, transactions, strict, limitRows, warn } = options;
  const { statementMs } = options.timeouts;

  async function executeStatement(request: Request): Promise<string> {
    const statement = prepare(request.sql, request.parameters);
    const work = async (borrowed: BorrowedSession) => {
      const runIt = request.continueAfterTimeout ? runWithoutLimit : run;
      return toAnswer(borrowed, request, await runIt(borrowed, statement, statementMs), limitRows);
    };
    const running = withSession(request, work);
    return request.continueAfterTimeout ? withTimeout(running, statementMs, timedOut) : running;
  }

  async function batchExecuteStatement(request: Request): Promise<string> {
    const sets = request.parameterSets?.length ? request.parameterSets : [[]];
    const statements = sets.map((parameters) => prepare(request.sql, parameters));
    const runBatch = request.transactionId == null ? runAllOrNothing : runEach;
    await withSession(request, (borrowed) => runBatch(borrowed, statements, statementMs));
    return JSON.stringify({ updateResults: sets.map(() => ({ generatedFields: [] })) });
  }

  async function beginTransaction(request: Request): Promise<string> {
    const role = authorize(request, options.access);
    return JSON.stringify({ transactionId: await transactions.begin(sessionsOf(request.database), role) });
  }

  async function commitTransaction(request: Request): Promise<string> {
    authorize(request, options.access);
    await transactions.end(request.transactionId ?? "", "COMMIT");
    return JSON.stringify({ transactionStatus: "Transaction Committed" });
  }

  async function rollbackTransaction(request: Request): Promise<string> {
    authorize(request, options.access);
    await transactions.end(request.transactionId ?? "", "ROLLBACK");
    return JSON.stringify({ transactionStatus: "Rollback Complete" });
  }

  function prepare(sql: string, parameters: Request["parameters"]): Statement {
    const statement = compile(sql, parameters ?? undefined, { strict });
    if (statement.warning) warn(statement.warning);
    return statement;
  }

  /** Works on the session of the request's transaction, or on a free one. */
  async function withSession<T>(
    request: Request,
    work: (borrowed: BorrowedSession) => Promise<T>,
  ): Promise<T> {
    const role = authorize(request, options.access);
    const sessions = sessionsOf(request.database);
    if (request.transactionId != null) return transactions.use(request.transactionId, work);
    const borrowed = await sessions.borrow(transactions, role);
    try {
      return await work(borrowed);
    } finally {
      sessions.giveBack(borrowed);
    }
  }

  return {
    ExecuteStatement: executeStatement,
    BatchExecuteStatement: batchExecuteStatement,
    BeginTransaction: beginTransaction,
    CommitTransaction: commitTransaction,
    RollbackTransaction: rollbackTransaction,
  };
}

async function runAllOrNothing(
  borrowed: BorrowedSession,
  statements: Statement[],
  statementMs: number,
): Promise<void> {
  await borrowed.session.query(query("BEGIN"));
  try {
    await runEach(borrowed, statements, statementMs);
    await borrowed.session.query(query("COMMIT"));
  } catch (error) {
    if (!borrowed.discard) await borrowed.session.query(query("ROLLBACK"));
    throw error;
  }
}

async function runEach(
  borrowed: BorrowedSession,
  statements: Statement[],
  statementMs: number,
): Promise<void> {
  for (const statement of statements) await run(borrowed, statement, statementMs);
}

/**
 * The answer to ExecuteStatement. `formatRecordsAs: JSON` applies to SELECT only. With a result set, the count of updates is 0.
 */
async function toAnswer(
  { session }: BorrowedSession,
  request: Request,
  result: QueryResult,
  limitRows: boolean,
): Promise<string> {
  if (result.fields.length === 0) {
    const updated = result.command === "SELECT" ? 0 : (result.rowCount ?? 0);
    return `{"generatedFields":[],"numberOfRecordsUpdated":${updated}}`;
  }
  const options = request.resultSetOptions ?? {};
  const typed = { ...result, types: await resultTypes(session, result.fields), limitRows };
  const head = `{"generatedFields":[],"numberOfRecordsUpdated":0`;
  if (request.formatRecordsAs === "JSON" && result.command === "SELECT") {
    return `${head},"formattedRecords":${JSON.stringify(formatRecords(typed, options))}}`;
  }
  const columns = request.includeResultMetadata
    ? `,"columnMetadata":${JSON.stringify(await describeColumns(session, result.fields))}`
    : "";
  return `${head}${columns},"records":${encodeRecords(typed, options)}}`;
}
