import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  type Field,
  RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
  type TypeHint,
} from "@aws-sdk/client-rds-data";
import { expect } from "vitest";

const local = {
  resourceArn: "arn:aws:rds:eu-central-1:000000000000:cluster:local",
  secretArn: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:local",
};

export type Client = ReturnType<typeof clientOf>;

/** The SDK's client without retries, so that a test sees every answer, with short methods. */
export function clientOf(endpoint: string, secretArn = local.secretArn) {
  const cluster = { ...local, secretArn };
  const client = new RDSDataClient({
    endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  const execute = (
    sql: string,
    parameters?: SqlParameter[],
    more: Partial<ExecuteStatementCommandInput> = {},
  ) =>
    client.send(new ExecuteStatementCommand({ ...cluster, sql, ...(parameters && { parameters }), ...more }));
  return {
    send: client.send.bind(client),
    destroy: () => client.destroy(),
    execute,
    /** The values of the first row as plain JavaScript. */
    row: async (sql: string, parameters?: SqlParameter[], more?: Partial<ExecuteStatementCommandInput>) =>
      (await execute(sql, parameters, more)).records?.[0]?.map(plain),
    batch: (sql: string, parameterSets: SqlParameter[][], transactionId?: string) =>
      client.send(
        new BatchExecuteStatementCommand({
          ...cluster,
          sql,
          parameterSets,
          ...(transactionId && { transactionId }),
        }),
      ),
    begin: async (database?: string) =>
      (await client.send(new BeginTransactionCommand({ ...cluster, ...(database && { database }) })))
        .transactionId ?? "",
    commit: (transactionId: string) =>
      client.send(new CommitTransactionCommand({ ...cluster, transactionId })),
    rollback: (transactionId: string) =>
      client.send(new RollbackTransactionCommand({ ...cluster, transactionId })),
  };
}

function plain(field: Field): unknown {
  if (field.isNull) return null;
  const [value] = Object.values(field);
  return value instanceof Uint8Array ? [...value] : value;
}

export const text = (name: string, stringValue: string, typeHint?: TypeHint): SqlParameter => ({
  name,
  value: { stringValue },
  ...(typeHint && { typeHint }),
});
export const long = (name: string, longValue: number): SqlParameter => ({ name, value: { longValue } });
export const nothing = (name: string): SqlParameter => ({ name, value: { isNull: true } });

/** Matches the error of a refused call. */
export const refusal = (name: string, status: number, message = /./) =>
  expect.objectContaining({
    name,
    message: expect.stringMatching(message),
    $metadata: expect.objectContaining({ httpStatusCode: status }),
  });
