import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import {
  execute,
  instant,
  json,
  rows,
  SqlError,
  transaction,
} from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";

const dataApi = mockClient(RDSDataClient);
beforeEach(() => dataApi.reset());

const named = (name: string, message = name) => Object.assign(new Error(message), { name });

describe("rows", () => {
  it("are decoded by position, whatever the columns are called", async () => {
    dataApi.on(ExecuteStatementCommand).resolves({
      records: [[{ stringValue: "a" }, { longValue: 1 }, { isNull: true }, { booleanValue: false }]],
    });
    const shape = z.object({
      name: z.string(),
      count: z.int(),
      note: z.string().nullable(),
      open: z.boolean(),
    });
    expect(await rows(context(), shape, sql`select`)).toEqual([
      { name: "a", count: 1, note: null, open: false },
    ]);
  });

  it("that do not fit are a fault, not the client's", async () => {
    dataApi.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 1 }]] });
    await expect(rows(context(), z.object({ name: z.string() }), sql`select`)).rejects.toThrow(z.ZodError);
  });

  it("hold times in UTC, whatever the machine's zone, and JSON", () => {
    expect(instant.parse("2026-01-02 03:04:05.678901")).toBe("2026-01-02T03:04:05.678Z");
    expect(json(z.array(z.int())).parse("[1, 2]")).toEqual([1, 2]);
  });
});

describe("an error", () => {
  it("of PostgreSQL's own is told by its SQLSTATE", async () => {
    const message = "ERROR: duplicate key value; Detail: Key (id)=(1) already exists.; SQLState: 23505";
    dataApi.on(ExecuteStatementCommand).rejects(named("DatabaseErrorException", message));
    const failed = execute(context(), sql`insert`);
    await expect(failed).rejects.toBeInstanceOf(SqlError);
    await expect(failed).rejects.toMatchObject({ state: "23505" });
  });

  it("of PostgreSQL's own never quotes a row, which a log would keep", () => {
    const detail = "Detail: Failing row contains (ord_1, ada@example.com,\n 12 St James Square)";
    const error = new SqlError(`ERROR: violates check; ${detail}; SQLState: 23514`);
    expect([error.message, error.state]).toEqual(["ERROR: violates check; SQLState: 23514", "23514"]);
  });

  it.each([
    "TransactionNotFoundException",
    "StatementTimeoutException",
    "SecretsErrorException",
    "HttpEndpointNotEnabledException",
    "AccessDeniedException",
    "SomethingNewException",
  ])("%s is a store that does not answer: 503, with its cause for the log", async (name) => {
    dataApi.on(ExecuteStatementCommand).rejects(named(name));
    await expect(execute(context(), sql`select`)).rejects.toMatchObject({
      code: "service.unavailable",
      cause: { cause: { name } },
    });
  });

  it("that is a bug of ours comes out as it is", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(named("ValidationException"));
    await expect(execute(context(), sql`select`)).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("a database that is waking up", () => {
  it("is waited for", async () => {
    dataApi
      .on(ExecuteStatementCommand)
      .rejectsOnce(named("DatabaseResumingException"))
      .rejectsOnce(named("DatabaseResumingException"))
      .resolves({ records: [] });
    expect(await execute(context(), sql`select`)).toEqual([]);
    expect(dataApi.calls()).toHaveLength(3);
  });

  it("is waited for no longer than the request may last", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(named("DatabaseResumingException"));
    const ctx = context({ timeoutMs: 300 });
    await expect(execute(ctx, sql`select`)).rejects.toMatchObject({ code: "service.unavailable" });
  });
});

describe("a deadline", () => {
  it("ends a call that is not answered", async () => {
    dataApi.on(ExecuteStatementCommand).callsFake(() => new Promise(() => {}));
    const ctx = context();
    await expect(execute(ctx, sql`select`, { limitMs: 50 })).rejects.toMatchObject({
      code: "service.unavailable",
    });
  });

  it("that is past sends nothing", async () => {
    const ctx = context({ timeoutMs: -1 });
    await expect(execute(ctx, sql`select`)).rejects.toMatchObject({ code: "service.unavailable" });
    expect(dataApi.calls()).toHaveLength(0);
  });
});

describe("a transaction", () => {
  it("waits for a database that is waking up before it begins", async () => {
    dataApi
      .on(BeginTransactionCommand)
      .rejectsOnce(named("DatabaseResumingException"))
      .resolves({ transactionId: "t" });
    expect(await transaction(context(), async (id) => id)).toBe("t");
  });

  beforeEach(() => {
    dataApi.on(BeginTransactionCommand).resolves({ transactionId: "tx" });
    dataApi.on(CommitTransactionCommand).resolves({});
  });

  it("is committed when its work is done", async () => {
    expect(await transaction(context(), async (id) => `done in ${id}`)).toBe("done in tx");
    expect(dataApi.commandCalls(CommitTransactionCommand)).toHaveLength(1);
    expect(dataApi.commandCalls(RollbackTransactionCommand)).toHaveLength(0);
  });

  it("is rolled back when it fails, and the failure is what comes out, even where rolling back fails too", async () => {
    dataApi.on(RollbackTransactionCommand).rejects(named("InternalServerErrorException"));
    const failed = transaction(context(), () => Promise.reject(new Error("no")));
    await expect(failed).rejects.toThrow("no");
    expect(dataApi.commandCalls(CommitTransactionCommand)).toHaveLength(0);
    expect(dataApi.commandCalls(RollbackTransactionCommand)).toHaveLength(1);
  });
});
