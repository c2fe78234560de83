import { createHash } from "node:crypto";
import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { links } from "@myclothes/core/links";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { type Answer, type Client, client, secretOf } from "../../support/client.ts";
import { product, removeFromCache } from "../../support/products.ts";
import { coldInstance } from "../support/instance.ts";

/** Not cached, so Aurora is asked each time. */
const UNCACHED = "/v1/products?q=wool";

let shopper: Client;
let sku: string;
let restore: (() => void)[];
let logged: MockInstance;

beforeEach(async () => {
  sku = (await product({ price: 100 })).sku;
  shopper = client();
  await add(shopper);
  restore = [];
  logged = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  for (const undo of restore) undo();
  logged.mockRestore();
});

const add = (by: Client) => by.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
const dynamo = () => {
  const mock = mockClient(DynamoDBClient);
  restore.push(() => mock.restore());
  return mock;
};
const aurora = () => {
  const mock = mockClient(RDSDataClient);
  restore.push(() => mock.restore());
  return mock;
};
const thrown = (name: string, message = "inner secret") => Object.assign(new Error(message), { name });

/** One log line with the whole error, and an answer without it. */
const expectTold = (answer: Answer, name: string) => {
  expect(logged).toHaveBeenCalledTimes(1);
  const line = logged.mock.calls[0]?.[0];
  expect(line).toMatchObject({ requestId: answer.body.requestId });
  expect(JSON.stringify(line)).toContain(answer.body.code);
  expect(JSON.stringify(line.error)).toContain(`"name":"${name}"`);
  expect(JSON.stringify(line.error)).toContain("inner secret");
  expect(JSON.stringify(line.error)).toMatch(/"stack":".*\\n +at /);
  expect(JSON.stringify(answer.body) + JSON.stringify([...answer.headers])).not.toContain("inner secret");
  expect(JSON.stringify(answer.body)).not.toContain(name);
  expect(answer.headers.get("cache-control")).toBe("no-store");
};

const expectUnavailable = (answer: Answer, name: string) => {
  expect([answer.status, answer.body.code]).toEqual([503, "service.unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expectTold(answer, name);
};

const expectFault = (answer: Answer, name: string) => {
  expect([answer.status, answer.body.code]).toEqual([500, "service.fault"]);
  const members = ["code", "detail", "requestId", "status", "title", "type"];
  expect(Object.keys(answer.body).sort()).toEqual(members);
  expect(answer.headers.get("retry-after")).toBeNull();
  expectTold(answer, name);
};

describe("returns 503 with Retry-After when DynamoDB fails:", () => {
  it.each([
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "ResourceNotFoundException",
    "AccessDeniedException",
    "TimeoutError",
    "NobodyHasHeardOfThisException",
  ])("%s", async (name) => {
    const mock = dynamo();
    mock.on(BatchGetItemCommand).rejects(thrown(name));
    mock.on(TransactWriteItemsCommand).rejects(thrown(name));
    expectUnavailable(await shopper.send("GET", "/v1/cart"), name);
    logged.mockClear();
    expectUnavailable(await add(client()), name);
    expect(mock.calls()).toHaveLength(2);
  });
});

describe("returns 503 with Retry-After when Aurora fails:", () => {
  it.each([
    "ThrottlingException",
    "ServiceUnavailableError",
    "InternalServerErrorException",
    "DatabaseUnavailableException",
    "StatementTimeoutException",
    "TransactionNotFoundException",
    "AccessDeniedException",
    "ForbiddenException",
    "HttpEndpointNotEnabledException",
    "InvalidSecretException",
    "SecretsErrorException",
    "InvalidResourceStateException",
    "DatabaseNotFoundException",
    "NobodyHasHeardOfThisException",
  ])("%s", async (name) => {
    aurora().on(ExecuteStatementCommand).rejects(thrown(name));
    expectUnavailable(await client().send("GET", UNCACHED), name);
  });
});

describe("returns 500 for our own bugs, with the whole error in the log and none of it in the answer:", () => {
  it("an unexpected SQL error", async () => {
    const message = "ERROR: relation inner secret does not exist; SQLState: 42P01";
    aurora().on(ExecuteStatementCommand).rejects(thrown("DatabaseErrorException", message));
    expectFault(await client().send("GET", UNCACHED), "SqlError");
  });

  it.each(["BadRequestException", "ValidationException"])("%s of Aurora", async (name) => {
    aurora().on(ExecuteStatementCommand).rejects(thrown(name));
    expectFault(await client().send("GET", UNCACHED), name);
  });

  it("ValidationException of DynamoDB", async () => {
    dynamo().on(BatchGetItemCommand).rejects(thrown("ValidationException"));
    expectFault(await shopper.send("GET", "/v1/cart"), "ValidationException");
  });

  it("a stored session or row in another shape, which is not the client's mistake", async () => {
    const mock = dynamo();
    const id = createHash("sha256").update(secretOf(shopper)).digest("base64url");
    const session = {
      id: { S: id },
      owner: { S: shopper.jar.cookie.split(".")[1] ?? "" },
      customer: { S: "inner secret" },
      createdAt: { S: "never" },
    };
    mock.on(BatchGetItemCommand).resolves({ Responses: { [links.Sessions.name]: [session] } });
    const answer = await shopper.send("GET", "/v1/cart");
    expect([answer.status, answer.body.code, answer.body.errors]).toEqual([500, "service.fault", undefined]);
    aurora()
      .on(ExecuteStatementCommand)
      .resolves({ records: [[{ stringValue: "inner secret" }]] });
    const other = await client().send("GET", UNCACHED);
    expect([other.status, other.body.code, other.body.errors]).toEqual([500, "service.fault", undefined]);
  });
});

describe("while one store is unavailable", () => {
  it("serves the catalogue without DynamoDB", async () => {
    dynamo().rejects(thrown("ServiceUnavailable"));
    const { handle } = await product();
    for (const path of ["/v1/products", `/v1/products/${handle}`, "/v1/categories"]) {
      expect((await shopper.send("GET", path)).status).toBe(200);
    }
  });

  it("reads and changes a cart without Aurora, if its variants are cached", async () => {
    const mock = aurora();
    mock.rejects(thrown("DatabaseUnavailableException"));
    expect((await shopper.send("GET", "/v1/cart")).body.itemCount).toBe(1);
    expect((await add(shopper)).body.itemCount).toBe(2);
    expect((await shopper.send("DELETE", "/v1/cart")).status).toBe(200);
    expect(mock.calls()).toEqual([]);
  });

  it("does so on a new instance too, if other instances have cached the variants", async () => {
    const cold = await coldInstance(shopper.jar);
    const mock = aurora();
    mock.rejects(thrown("DatabaseUnavailableException"));
    const { body } = await cold.send("GET", "/v1/cart");
    expect([body.itemCount, body.lines[0].title, body.warnings]).toEqual([1, expect.any(String), []]);
    expect((await add(cold)).body.itemCount).toBe(2);
    const path = `/v1/cart/items/${sku}`;
    expect((await cold.send("PUT", path, { body: { quantity: 7 } })).body.itemCount).toBe(7);
    expect((await cold.send("DELETE", path)).body.itemCount).toBe(0);
    expect(mock.calls()).toEqual([]);
  });

  it("serves the cached part of the catalogue without Aurora", async () => {
    const category = `away-${Date.now()}`;
    const { handle } = await product({ category });
    const paths = [`/v1/products?category=${category}`, `/v1/products/${handle}`];
    const before = await Promise.all(paths.map(async (path) => (await shopper.send("GET", path)).body));
    const cold = await coldInstance();
    aurora().rejects(thrown("DatabaseUnavailableException"));
    const after = await Promise.all(paths.map(async (path) => (await cold.send("GET", path)).body));
    expect(after).toEqual(before);
  });

  it("keeps a change that it cannot show, and recognizes its repetition", async () => {
    const { sku: other } = await product();
    await shopper.send("POST", "/v1/cart/items", { body: { sku: other, quantity: 1 } });
    await removeFromCache([sku, other]);
    const cold = await coldInstance(shopper.jar);
    const mock = aurora();
    mock.rejects(thrown("DatabaseUnavailableException"));
    const remove = () =>
      cold.send("DELETE", `/v1/cart/items/${sku}`, { headers: { "idempotency-key": "once" } });
    expect((await remove()).status).toBe(503);
    mock.restore();
    const { status, body } = await remove();
    expect([status, body.version, body.lines.length]).toEqual([200, 3, 1]);
  });

  it("readiness names the store, and health stays ok", async () => {
    const ready = await client().send("GET", "/v1/health/ready");
    const up = { name: "dynamodb", state: "up" };
    expect([ready.status, ready.body.stores]).toEqual([200, [up, { name: "aurora", state: "up" }]]);
    aurora().on(ExecuteStatementCommand).rejects(thrown("DatabaseUnavailableException"));
    const half = await client().send("GET", "/v1/health/ready");
    expect([half.status, half.body.code]).toEqual([503, "service.not_ready"]);
    expect(half.body.stores).toEqual([up, { name: "aurora", state: "down" }]);
    expect(half.headers.get("retry-after")).toBe("5");
    dynamo().on(GetItemCommand).rejects(thrown("ThrottlingException"));
    const none = await client().send("GET", "/v1/health/ready");
    expect(none.body.stores.map(({ state }: { state: string }) => state)).toEqual(["down", "down"]);
    expect((await client().send("GET", "/v1/health")).body).toEqual({ status: "ok" });
  });
});
