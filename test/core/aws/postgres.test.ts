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
  it("are read by position, not by the names of the columns", async () => {
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

  it("of another shape are a fault", async () => {
    dataApi.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 1 }]] });
    await expect(rows(context(), z.object({ name: z.string() }), sql`select`)).rejects.toThrow(z.ZodError);
  });

  it("contain JSON, and times in UTC in every time zone of the machine", () => {
    expect(instant.parse("2026-01-02 03:04:05.678901")).toBe("2026-01-02T03:04:05.678Z");
    expect(json(z.array(z.int())).parse("[1, 2]")).toEqual([1, 2]);
  });
});

describe("an error", () => {
  it("of PostgreSQL has its SQLSTATE", async () => {
    const message = "ERROR: duplicate key value; Detail: Key (id)=(1) already exists.; SQLState: 23505";
    dataApi.on(ExecuteStatementCommand).rejects(named("DatabaseErrorException", message));
    const failed = execute(context(), sql`insert`);
    await expect(failed).rejects.toBeInstanceOf(SqlError);
    await expect(failed).rejects.toMatchObject({ state: "23505" });
  });

  it("of PostgreSQL has the violated constraint's name, whatever the row contains", () => {
    const detail = 'Detail: Failing row contains (a constraint "other")';
    const violated = 'new row for relation "variant" violates check constraint "variant_stock_not_negative"';
    const { constraint } = new SqlError(`ERROR: ${violated}; ${detail}; SQLState: 23514`);
    expect(constraint).toBe("variant_stock_not_negative");
    expect(new SqlError(`ERROR: division by zero; ${detail}; SQLState: 22012`).constraint).toBe("");
  });

  it("of PostgreSQL never quotes a row, because the log would keep it", () => {
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
  ])("%s becomes service.unavailable with its cause", async (name) => {
    dataApi.on(ExecuteStatementCommand).rejects(named(name));
    await expect(execute(context(), sql`select`)).rejects.toMatchObject({
      code: "service.unavailable",
      cause: { cause: { name } },
    });
  });

  it("for an invalid request is thrown unchanged", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(named("ValidationException"));
    await expect(execute(context(), sql`select`)).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("a database that resumes", () => {
  it("gets the call again until it answers", async () => {
    dataApi
      .on(ExecuteStatementCommand)
      .rejectsOnce(named("DatabaseResumingException"))
      .rejectsOnce(named("DatabaseResumingException"))
      .resolves({ records: [] });
    expect(await execute(context(), sql`select`)).toEqual([]);
    expect(dataApi.calls()).toHaveLength(3);
  });

  it("gets no call after the deadline of the request", async () => {
    dataApi.on(ExecuteStatementCommand).rejects(named("DatabaseResumingException"));
    const ctx = context({ timeoutMs: 300 });
    await expect(execute(ctx, sql`select`)).rejects.toMatchObject({ code: "service.unavailable" });
  });
});

describe("a deadline", () => {
  it("ends a call without an answer", async () => {
    dataApi.on(ExecuteStatementCommand).callsFake(() => new Promise(() => {}));
    const ctx = context();
    await expect(execute(ctx, sql`select`, { limitMs: 50 })).rejects.toMatchObject({
      code: "service.unavailable",
    });
  });

  it("in the past sends nothing", async () => {
    const ctx = context({ timeoutMs: -1 });
    await expect(execute(ctx, sql`select`)).rejects.toMatchObject({ code: "service.unavailable" });
    expect(dataApi.calls()).toHaveLength(0);
  });
});

describe("a transaction", () => {
  it("begins when the database has resumed", async () => {
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

  it.each([
    ["BeginTransaction", BeginTransactionCommand],
    ["CommitTransaction", CommitTransactionCommand],
  ])("waits for %s as long as it may take", async (name, command) => {
    dataApi.on(RollbackTransactionCommand).resolves({});
    dataApi.on(command as typeof BeginTransactionCommand).callsFake(() => new Promise(() => {}));
    const failed = transaction(context(), async () => "done", 20);
    await expect(failed).rejects.toMatchObject({
      // Tests have longer limits than the shop: see `deadlines.ts`.
      cause: {
        message: `data-api.${name} failed`,
        cause: { message: expect.stringMatching(/^no answer within 20/) },
      },
    });
  });

  it("is rolled back when its work fails, and throws that error even if the rollback fails", async () => {
    dataApi.on(RollbackTransactionCommand).rejects(named("InternalServerErrorException"));
    const failed = transaction(context(), () => Promise.reject(new Error("no")));
    await expect(failed).rejects.toThrow("no");
    expect(dataApi.commandCalls(CommitTransactionCommand)).toHaveLength(0);
    expect(dataApi.commandCalls(RollbackTransactionCommand)).toHaveLength(1);
  });
});
