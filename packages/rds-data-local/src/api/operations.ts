import { describeColumns } from "../result/columns.ts";
import { encodeRecords, formatRecords, tooLarge } from "../result/records.ts";
import { type QueryResult, query } from "../session/pool.ts";
import { run, runWithoutLimit, timedOut } from "../session/run.ts";
import type { BorrowedSession, Sessions } from "../session/sessions.ts";
import { withTimeout } from "../session/timeout.ts";
import type { Transactions } from "../session/transactions.ts";
import { compile, type Statement } from "../sql/statement.ts";
import { LIMITS, type Timeouts } from "./limits.ts";
import type { Operation, Request } from "./request.ts";

/** Each operation turns a request into the JSON text of its answer. */
export type Operations = Record<Operation, (request: Request) => Promise<string>>;

export function createOperations(
  sessions: Sessions,
  transactions: Transactions,
  timeouts: Timeouts,
  secrets: Record<string, string>,
): Operations {
  const { statementMs } = timeouts;

  async function executeStatement(request: Request): Promise<string> {
    const statement = compile(request.sql, request.parameters ?? undefined);
    if (request.transactionId != null) {
      return transactions.use(request.transactionId, async (borrowed) =>
        toAnswer(borrowed, request, await run(borrowed, statement, statementMs)),
      );
    }
    if (!request.continueAfterTimeout) {
      return withSession(request, async (borrowed) =>
        toAnswer(borrowed, request, await run(borrowed, statement, statementMs)),
      );
    }
    const running = withSession(request, async (borrowed) =>
      toAnswer(borrowed, request, await runWithoutLimit(borrowed, statement)),
    );
    return withTimeout(running, statementMs, timedOut);
  }

  async function batchExecuteStatement(request: Request): Promise<string> {
    const sets = request.parameterSets?.length ? request.parameterSets : [[]];
    const statements = sets.map((parameters) => compile(request.sql, parameters));
    if (request.transactionId != null) {
      await transactions.use(request.transactionId, (borrowed) => runEach(borrowed, statements, statementMs));
    } else {
      await withSession(request, (borrowed) => runAllOrNothing(borrowed, statements, statementMs));
    }
    return JSON.stringify({ updateResults: sets.map(() => ({ generatedFields: [] })) });
  }

  async function beginTransaction({ secretArn }: Request): Promise<string> {
    return JSON.stringify({ transactionId: await transactions.begin(secrets[secretArn]) });
  }

  async function commitTransaction({ transactionId = "" }: Request): Promise<string> {
    await transactions.end(transactionId, "COMMIT");
    return JSON.stringify({ transactionStatus: "Transaction Committed" });
  }

  async function rollbackTransaction({ transactionId = "" }: Request): Promise<string> {
    await transactions.end(transactionId, "ROLLBACK");
    return JSON.stringify({ transactionStatus: "Rollback Complete" });
  }

  async function withSession<T>(
    { secretArn }: Request,
    work: (borrowed: BorrowedSession) => Promise<T>,
  ): Promise<T> {
    const borrowed = await sessions.borrow(transactions.describe, secrets[secretArn]);
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
async function toAnswer(borrowed: BorrowedSession, request: Request, result: QueryResult): Promise<string> {
  if (result.fields.length === 0) {
    const updated = result.command === "SELECT" ? 0 : (result.rowCount ?? 0);
    return `{"generatedFields":[],"numberOfRecordsUpdated":${updated}}`;
  }
  const options = request.resultSetOptions ?? {};
  const head = `{"generatedFields":[],"numberOfRecordsUpdated":0`;
  if (request.formatRecordsAs === "JSON" && result.command === "SELECT") {
    return `${head},"formattedRecords":${JSON.stringify(formatRecords(result, options))}}`;
  }
  const columns = request.includeResultMetadata
    ? `,"columnMetadata":${JSON.stringify(await describeColumns(borrowed.session, result.fields))}`
    : "";
  const answer = `${head}${columns},"records":${encodeRecords(result, options)}}`;
  if (Buffer.byteLength(answer) > LIMITS.responseBytes) throw tooLarge();
  return answer;
}
