import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { admitCall } from "../../../packages/core/src/aws/breaker.ts";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import { execute, SqlError, transaction } from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";

const [dataApi, dynamo] = [mockClient(RDSDataClient), mockClient(DynamoDBClient)];
beforeEach(() => {
  dataApi.reset();
  dynamo.reset();
});

/** As the SDK throws it. */
const thrown = (name: string, status: number, message = name) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status, attempts: 1 } });
const ofState = (state: string) =>
  thrown("DatabaseErrorException", 400, `ERROR: of the database; SQLState: ${state}`);

const query = () => execute(context(), sql`select`);
const store = () =>
  putItem(context(), { table: "Carts", item: { id: "a" } }, { expression: "attribute_not_exists(id)" });

/** The error's code or name, and whether forty such calls one after another have opened the breaker. */
async function fortyTimes(act: () => Promise<unknown>, of: "data-api" | "dynamodb") {
  let last: unknown;
  for (let i = 0; i < 40; i++) last = await act().catch((error: unknown) => error);
  const { code, name } = last as { code?: string; name: string };
  return [code ?? name, admitCall(of) ? "closed" : "open"];
}

const unavailable = "service.unavailable";

describe("a permanent error is thrown unchanged, and the breaker stays closed:", () => {
  it.each([
    ["BadRequestException", 400],
    ["UnsupportedResultException", 400],
    ["ValidationException", 400],
    ["SerializationException", 400],
    ["UnknownOperationException", 404],
    ["SomethingTooLargeException", 413],
  ])("%s of Aurora", async (name, status) => {
    const message = "Database returned more than the allowed response size limit";
    dataApi.on(ExecuteStatementCommand).rejects(thrown(name, status, message));
    expect(await fortyTimes(query, "data-api")).toEqual([name, "closed"]);
    expect(dataApi.calls()).toHaveLength(40);
  });

  it.each(["ValidationException", "ItemCollectionSizeLimitExceededException", "SerializationException"])(
    "%s of DynamoDB",
    async (name) => {
      dynamo.on(PutItemCommand).rejects(thrown(name, 400));
      expect(await fortyTimes(store, "dynamodb")).toEqual([name, "closed"]);
    },
  );

  it.each(["42P01", "42601", "22003", "22P02", "23505", "23514", "54000", "0A000", "XX000", ""])(
    "SQLSTATE %s",
    async (state) => {
      dataApi.on(ExecuteStatementCommand).rejects(ofState(state));
      expect(await fortyTimes(query, "data-api")).toEqual(["SqlError", "closed"]);
      await expect(query()).rejects.toBeInstanceOf(SqlError);
    },
  );
});

describe("a temporary error is service.unavailable, and the breaker stays closed:", () => {
  it.each([
    ["AccessDeniedException", 403],
    ["ForbiddenException", 403],
    ["InvalidSecretException", 400],
    ["SecretsErrorException", 400],
    ["HttpEndpointNotEnabledException", 400],
    ["InvalidResourceStateException", 400],
    ["DatabaseNotFoundException", 404],
    ["StatementTimeoutException", 400],
    ["TransactionNotFoundException", 404],
    ["NobodyHasHeardOfThisException", 400],
  ])("%s of Aurora", async (name, status) => {
    dataApi.on(ExecuteStatementCommand).rejects(thrown(name, status));
    expect(await fortyTimes(query, "data-api")).toEqual([unavailable, "closed"]);
  });

  it.each(["AccessDeniedException", "ResourceNotFoundException", "TransactionConflictException"])(
    "%s of DynamoDB",
    async (name) => {
      dynamo.on(PutItemCommand).rejects(thrown(name, 400));
      expect(await fortyTimes(store, "dynamodb")).toEqual([unavailable, "closed"]);
    },
  );

  it.each(["25006", "40001", "40003", "40P01", "53100", "53200", "55P03", "57014", "28P01"])(
    "SQLSTATE %s",
    async (state) => {
      vi.spyOn(Math, "random").mockReturnValue(-0.5);
      dataApi.on(ExecuteStatementCommand).rejects(ofState(state));
      expect(await fortyTimes(query, "data-api")).toEqual([unavailable, "closed"]);
      vi.restoreAllMocks();
    },
  );
});

describe("an outage opens the breaker after ten calls:", () => {
  it.each([
    ["ThrottlingException", 400],
    ["DatabaseUnavailableException", 504],
    ["InternalServerErrorException", 500],
    ["ServiceUnavailableError", 503],
    ["SyntaxError", 502],
    ["NobodyHasHeardOfThisException", 500],
  ])("%s of Aurora", async (name, status) => {
    dataApi.on(ExecuteStatementCommand).rejects(thrown(name, status));
    expect(await fortyTimes(query, "data-api")).toEqual([unavailable, "open"]);
    expect(dataApi.calls().length).toBeLessThan(15);
  });

  it.each(["08006", "08001", "53300", "57P01", "57P02", "57P03", "58030"])("SQLSTATE %s", async (state) => {
    dataApi.on(ExecuteStatementCommand).rejects(ofState(state));
    expect(await fortyTimes(query, "data-api")).toEqual([unavailable, "open"]);
  });
});

describe("a statement that changed nothing", () => {
  const states = ["40001", "40P01", "53300", "57P03", "25006"];

  it.each(states)("is sent again: SQLSTATE %s", async (state) => {
    dataApi
      .on(ExecuteStatementCommand)
      .rejectsOnce(ofState(state))
      .resolves({ records: [[]] });
    const ctx = context();
    expect(await execute(ctx, sql`insert`)).toEqual([[]]);
    expect([dataApi.calls().length, ctx.calls.length]).toEqual([2, 1]);
  });

  it("is sent four times at most", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(ofState("40P01"));
    await expect(query()).rejects.toMatchObject({ code: unavailable, cause: { cause: { state: "40P01" } } });
    expect(dataApi.calls()).toHaveLength(4);
  });

  it("is not sent again after it has waited for a lock", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(ofState("55P03"));
    await expect(query()).rejects.toMatchObject({ code: unavailable });
    expect(dataApi.calls()).toHaveLength(1);
  });

  it("is not sent again after its limit", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(ofState("40P01"));
    await expect(execute(context({ timeoutMs: 1 }), sql`insert`)).rejects.toMatchObject({
      code: unavailable,
    });
    expect(dataApi.calls()).toHaveLength(1);
  });

  it("is not sent again within a transaction", async () => {
    dataApi
      .on(BeginTransactionCommand)
      .rejectsOnce(ofState("53300"))
      .resolves({ transactionId: "t" })
      .on(ExecuteStatementCommand)
      .rejects(ofState("40P01"))
      .on(RollbackTransactionCommand)
      .resolves({});
    const failed = transaction(context(), (transactionId) =>
      execute(context(), sql`insert`, { transactionId }),
    );
    await expect(failed).rejects.toMatchObject({ code: unavailable });
    expect(dataApi.commandCalls(BeginTransactionCommand)).toHaveLength(2);
    expect(dataApi.commandCalls(ExecuteStatementCommand)).toHaveLength(1);
    expect(dataApi.commandCalls(CommitTransactionCommand)).toHaveLength(0);
  });

  it.each(["08006", "40003", "57014", "57P01", "57P02", "53100", "23505"])(
    "is not assumed: SQLSTATE %s is sent once",
    async (state) => {
      dataApi.on(ExecuteStatementCommand).rejects(ofState(state));
      await expect(query()).rejects.toThrow();
      expect(dataApi.calls()).toHaveLength(1);
    },
  );
});
