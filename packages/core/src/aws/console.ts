import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { type Context, timeLeft } from "../context.ts";
import { links } from "./links.ts";

/** The database refused the statement. The message is the database's own. */
export class SqlFault extends Error {}

/** A person's statement in a transaction that may only read. Throws SqlFault if the database refuses it. */
export async function readOnly(
  ctx: Context,
  statement: string,
): Promise<{ columns: string[]; rows: unknown[][] }> {
  const client = new RDSDataClient({ maxAttempts: 2 });
  const { clusterArn: resourceArn, secrets, database } = links.Database;
  const secretArn = secrets[ctx.databaseRole];
  const options = { abortSignal: AbortSignal.timeout(Math.ceil(timeLeft(ctx))) };
  const { transactionId } = await client.send(
    new BeginTransactionCommand({ resourceArn, secretArn, database }),
    options,
  );
  const run = (sql: string) =>
    client.send(
      new ExecuteStatementCommand({
        resourceArn,
        secretArn,
        database,
        sql,
        transactionId,
        includeResultMetadata: true,
      }),
      options,
    );
  try {
    await run("set transaction read only");
    const { columnMetadata = [], records = [] } = await run(statement);
    const columns = columnMetadata.map(({ label, name }) => label ?? name ?? "");
    return {
      columns,
      rows: records.map((record) => record.map((field) => (field.isNull ? null : Object.values(field)[0]))),
    };
  } catch (error) {
    const { name, message } = error as Error;
    if (["DatabaseErrorException", "BadRequestException", "StatementTimeoutException"].includes(name))
      throw new SqlFault(message);
    throw error;
  } finally {
    await client
      .send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId }), options)
      .catch(() => {});
  }
}
