import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DynamoDBClient,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Answer, type Client, client } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { storeCalls } from "../support/instance.ts";

vi.unmock("../../../packages/core/src/context.ts");
vi.unmock("../../../packages/core/src/aws/call.ts");

/** Shoppers do not wait longer for an answer. The gateway gives up after 30 s. */
const PROMISED_MS = 10_000;
let shopper: Client;
let sku: string;
/** The shopper's stored items, so that a mock can answer for DynamoDB: no real call returns in time on a fake clock. */
let stored: BatchGetItemCommandOutput;

beforeEach(async () => {
  sku = (await product({ price: 100 })).sku;
  shopper = client();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const send = vi.spyOn(DynamoDBClient.prototype, "send");
  await shopper.send("GET", "/v1/cart");
  stored = (await send.mock.results[0]?.value) as BatchGetItemCommandOutput;
  send.mockRestore();
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The answer, and its time on the fake clock. Work that is not on that clock (an ETag's digest) would seem to take long. */
async function timed(request: Promise<Answer>): Promise<Answer & { ms: number }> {
  const started = performance.now();
  let ms = 0;
  const noted = request.finally(() => {
    ms = performance.now() - started;
  });
  for (let i = 0; i < 600 && ms === 0; i++) await vi.advanceTimersByTimeAsync(50);
  return { ...(await noted), ms };
}

const resuming = () => Object.assign(new Error("resuming"), { name: "DatabaseResumingException" });
const expectCleanly503 = ({ status, body, headers, ms }: Answer & { ms: number }) => {
  expect([status, body.code]).toEqual([503, "service.unavailable"]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect(ms).toBeLessThan(PROMISED_MS);
};

describe("Aurora that resumes from its pause", () => {
  it.each([1_000, 3_000, 5_000, 6_500])(
    "is waited for when it takes %i ms, even with the longest pauses between attempts",
    async (awake) => {
      vi.spyOn(Math, "random").mockReturnValue(0.999);
      const aurora = mockClient(RDSDataClient);
      aurora.on(ExecuteStatementCommand).rejects(resuming());
      const texts = ["x", "prod_1", "title", "Title", "M", "Black"].map((stringValue) => ({ stringValue }));
      const row = [...texts, { isNull: true }, { longValue: 100 }, { longValue: 3 }];
      setTimeout(() => aurora.on(ExecuteStatementCommand).resolves({ records: [row] }), awake);
      const answer = await timed(client().send("GET", "/v1/variants/x/availability"));
      expect([answer.status, answer.body.quantity]).toEqual([200, 3]);
      expect(answer.ms).toBeGreaterThanOrEqual(awake);
      expect(answer.ms).toBeLessThan(PROMISED_MS);
      expect(storeCalls(answer).length).toBeLessThan(15);
      aurora.restore();
    },
  );

  it.each(["GET /v1/products", "GET /v1/variants/x/availability", "POST /v1/orders"])(
    "answers 503 with Retry-After when it takes too long: %s",
    async (route) => {
      const [aurora, dynamo] = [mockClient(RDSDataClient), mockClient(DynamoDBClient)];
      aurora.on(ExecuteStatementCommand).rejects(resuming());
      dynamo.on(BatchGetItemCommand).resolves(stored);
      const [method = "", path = ""] = route.split(" ");
      const request = method === "POST" ? { body: orderOf(100), headers: keyed() } : {};
      const answer = await timed(shopper.send(method, path, request));
      expectCleanly503(answer);
      expect(answer.ms).toBeGreaterThan(5_000);
      aurora.restore();
      dynamo.restore();
    },
  );

  it("is reported as not ready without waiting", async () => {
    const [aurora, dynamo] = [mockClient(RDSDataClient), mockClient(DynamoDBClient)];
    aurora.on(ExecuteStatementCommand).rejects(resuming());
    dynamo.resolves({});
    const { status, body, ms } = await timed(client().send("GET", "/v1/health/ready"));
    expect([status, body.code]).toEqual([503, "service.not_ready"]);
    expect(ms).toBeLessThan(3_000);
    aurora.restore();
    dynamo.restore();
  });
});

describe("a store that does not answer", () => {
  /** Answers only when it is aborted. */
  const silent = (_: unknown, { abortSignal }: { abortSignal: AbortSignal }) =>
    new Promise((_, reject) => abortSignal.addEventListener("abort", () => reject(abortSignal.reason)));
  const mute = (sender: { prototype: object }) =>
    vi.spyOn(sender.prototype as DynamoDBClient, "send").mockImplementation(silent as never);

  beforeEach(() => {
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error("too late")), ms);
      return controller.signal;
    });
  });

  it.each([
    ["GET", "/v1/products", {}],
    ["GET", "/v1/cart", {}],
    ["POST", "/v1/cart/items", { quantity: 1 }],
    ["POST", "/v1/orders", orderOf(100)],
  ])("is given up before the deadline: both stores, for %s %s", async (method, path, body) => {
    mute(DynamoDBClient);
    mute(RDSDataClient);
    const request = { body: path.endsWith("items") ? { sku, ...body } : body, headers: keyed() };
    expectCleanly503(await timed(shopper.send(method, path, method === "GET" ? {} : request)));
  });

  it("is given up before the deadline: Aurora, when every query of an order fails", async () => {
    const dynamo = mockClient(DynamoDBClient);
    dynamo.on(BatchGetItemCommand).resolves(stored);
    mute(RDSDataClient);
    expectCleanly503(
      await timed(shopper.send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() })),
    );
    dynamo.restore();
  });
});

describe("DynamoDB that is throttled and leaves keys out", () => {
  const leftOut = () => ({ Responses: {}, UnprocessedKeys: { Sessions: { Keys: [{ id: { S: "x" } }] } } });

  it("is asked again for these keys", async () => {
    const dynamo = mockClient(DynamoDBClient);
    dynamo.on(BatchGetItemCommand).resolvesOnce(leftOut()).resolvesOnce(leftOut()).resolves(stored);
    const answer = await timed(shopper.send("GET", "/v1/cart"));
    expect([answer.status, answer.body.itemCount]).toEqual([200, 1]);
    expect(storeCalls(answer)).toHaveLength(3);
    dynamo.restore();
  });

  it("is 503 with Retry-After if it never returns them", async () => {
    const dynamo = mockClient(DynamoDBClient);
    dynamo.on(BatchGetItemCommand).resolves(leftOut());
    expectCleanly503(await timed(shopper.send("GET", "/v1/cart")));
    dynamo.restore();
  });
});

it("returns 503 cart.busy before the deadline when every write loses", async () => {
  const dynamo = mockClient(DynamoDBClient);
  const lost = Object.assign(new Error("condition"), { name: "ConditionalCheckFailedException" });
  dynamo.on(BatchGetItemCommand).resolves(stored).on(PutItemCommand).rejects(lost);
  const answer = await timed(
    shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 }, headers: keyed() }),
  );
  expect([answer.status, answer.body.code, answer.headers.get("retry-after")]).toEqual([
    503,
    "cart.busy",
    "1",
  ]);
  expect(answer.ms).toBeLessThan(PROMISED_MS);
  dynamo.restore();
});
