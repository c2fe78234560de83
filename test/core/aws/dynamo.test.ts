import { setTimeout as sleep } from "node:timers/promises";
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { context, timeLeft } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { listItems, readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { putItem, putItems, writeItems } from "../../../packages/core/src/aws/dynamo.write.ts";
import { cache } from "../../../packages/core/src/cache/cache.ts";
import { withRealDeadlines } from "../../support/deadlines.ts";

// No local engine throttles, leaves keys unprocessed, or reports a conflict with another transaction.
const dynamo = mockClient(DynamoDBClient);
beforeEach(() => dynamo.reset());

/** The links that the code has read. */
const read = vi.hoisted(() => new Set<PropertyKey>());
vi.mock("../../../packages/core/src/aws/links.ts", async (original) => {
  const { links } = (await original()) as { links: object };
  const get = (target: object, name: PropertyKey) => Reflect.get(target, read.add(name) && name);
  return { links: new Proxy(links, { get }) };
});

const named = (name: string) => Object.assign(new Error(name), { name });
const [sessions, carts] = [links.Sessions.name, links.Carts.name];

describe("reading", () => {
  it("asks again for unprocessed keys, and returns all items in the order of the keys", async () => {
    const left = { [carts]: { Keys: [marshall({ id: "b" })] } };
    dynamo
      .on(BatchGetItemCommand)
      .resolvesOnce({
        Responses: { [sessions]: [marshall({ owner: "o", id: "a", n: 1 })] },
        UnprocessedKeys: left,
      })
      .resolvesOnce({ Responses: { [carts]: [marshall({ id: "b", n: 2 })] } });
    const keys = [
      { table: "Carts", key: { id: "b" } },
      { table: "Sessions", key: { owner: "o", id: "a" } },
      { table: "Sessions", key: { owner: "o", id: "none" } },
    ] as const;
    expect(await readItems(context(), [...keys])).toEqual([
      { id: "b", n: 2 },
      { owner: "o", id: "a", n: 1 },
      undefined,
    ]);
    expect(dynamo.calls()[1]?.args[0].input).toEqual({ RequestItems: left });
  });

  it("needs no link to other tables, which a function may not have", async () => {
    dynamo.on(BatchGetItemCommand).resolves({});
    read.clear();
    await readItems(context(), [{ table: "Carts", key: { id: "b" } }]);
    expect([...read]).toEqual(["Carts"]);
  });

  it("is strongly consistent", async () => {
    dynamo.on(BatchGetItemCommand).resolves({});
    await readItems(context(), [{ table: "Carts", key: { id: "b" } }]);
    expect(dynamo.calls()[0]?.args[0].input).toMatchObject({
      RequestItems: { [carts]: { ConsistentRead: true } },
    });
  });

  it("reads the cache with the other tables, eventually consistently, and does not wait for it", async () => {
    const left = { [links.Cache.name]: { Keys: [marshall({ id: "variant A" })] } };
    dynamo.on(BatchGetItemCommand).resolves({ UnprocessedKeys: left });
    const keys = [
      { table: "Carts", key: { id: "b" } },
      { table: "Cache", key: { id: "variant A" } },
    ] as const;
    expect(await readItems(context(), [...keys])).toEqual([undefined, undefined]);
    expect(dynamo.calls()).toHaveLength(1);
    expect(dynamo.calls()[0]?.args[0].input).toMatchObject({
      RequestItems: { [carts]: { ConsistentRead: true }, [links.Cache.name]: { ConsistentRead: false } },
    });
  });

  it.each(["ResourceNotFoundException", "AccessDeniedException"])(
    "goes on without the cache if that is the reason for %s",
    async (name) => {
      vi.spyOn(console, "warn").mockImplementation(() => {});
      dynamo
        .on(BatchGetItemCommand)
        .rejectsOnce(named(name))
        .resolvesOnce({ Responses: { [carts]: [marshall({ id: "b", n: 2 })] } });
      const keys = [
        { table: "Cache", key: { id: "variant A" } },
        { table: "Carts", key: { id: "b" } },
      ] as const;
      expect(await readItems(context(), [...keys])).toEqual([undefined, { id: "b", n: 2 }]);
      expect(dynamo.calls()[1]?.args[0].input).toEqual({
        RequestItems: { [carts]: { ConsistentRead: true, Keys: [marshall({ id: "b" })] } },
      });
      dynamo.on(BatchGetItemCommand).rejects(named(name));
      await expect(readItems(context(), [...keys])).rejects.toMatchObject({ code: "service.unavailable" });
      vi.restoreAllMocks();
    },
  );

  it("gives up at its deadline when keys stay unprocessed", async () => {
    dynamo
      .on(BatchGetItemCommand)
      .resolves({ UnprocessedKeys: { [carts]: { Keys: [marshall({ id: "b" })] } } });
    const failed = readItems(context({ timeoutMs: 200 }), [{ table: "Carts", key: { id: "b" } }]);
    await expect(failed).rejects.toMatchObject({ code: "service.unavailable" });
  });
});

describe("a throttled key", () => {
  const key = { table: "Carts", key: { id: "b" } } as const;
  const leftOut = { UnprocessedKeys: { [carts]: { Keys: [marshall({ id: "b" })] } } };
  const unwritten = {
    UnprocessedItems: { [carts]: [{ DeleteRequest: { Key: marshall({ id: "b" }) } }] },
  };
  const away = { code: "service.unavailable" };
  beforeEach(() => {
    dynamo.on(BatchGetItemCommand).resolves(leftOut).on(BatchWriteItemCommand).resolves(unwritten);
  });

  it("costs six calls, and leaves time to the request", async () => {
    const ctx = context();
    await expect(readItems(ctx, [key])).rejects.toMatchObject(away);
    expect(dynamo.calls()).toHaveLength(6);
    await expect(writeItems(ctx, { deletes: [key] })).rejects.toMatchObject(away);
    expect(dynamo.calls()).toHaveLength(12);
    expect(ctx.calls).toHaveLength(12);
    expect(timeLeft(ctx)).toBeGreaterThan(3_000);
  });

  it("costs two calls when the result is optional", async () => {
    await expect(readItems(context(), [key], { optional: true })).rejects.toMatchObject(away);
    expect(dynamo.calls()).toHaveLength(2);
    await expect(writeItems(context(), { deletes: [key] }, { optional: true })).rejects.toMatchObject(away);
    expect(dynamo.calls()).toHaveLength(4);
  });

  it("has one time limit for all calls", async () => {
    const slowly = (answer: object) => async () => {
      await sleep(30);
      return answer;
    };
    dynamo.on(BatchGetItemCommand).callsFake(slowly(leftOut));
    dynamo.on(BatchWriteItemCommand).callsFake(slowly(unwritten));
    await withRealDeadlines("dynamodb", async () => {
      await expect(readItems(context(), [key], { limitMs: 50 })).rejects.toMatchObject(away);
      await expect(writeItems(context(), { deletes: [key] }, { limitMs: 50 })).rejects.toMatchObject(away);
    });
    // Two of 30 ms each would be over the limit of 50.
    expect(dynamo.commandCalls(BatchGetItemCommand).length).toBeLessThanOrEqual(2);
    expect(dynamo.commandCalls(BatchWriteItemCommand).length).toBeLessThanOrEqual(2);
  });

  it("of the cache costs four calls before the value comes from Aurora", async () => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
    const values = cache({ kind: crypto.randomUUID(), shape: z.number(), size: 1 });
    const ctx = context();
    const found = await values.get(ctx, ["a"], async () => new Map([["a", 7]]));
    expect(found.get("a")).toBe(7);
    // Two to read, two to write.
    expect(ctx.calls.map(({ name, attempts }) => [name, attempts])).toEqual([
      ["dynamodb.BatchGetItem", 1],
      ["dynamodb.BatchGetItem", 1],
      ["dynamodb.BatchWriteItem", 1],
      ["dynamodb.BatchWriteItem", 1],
    ]);
    vi.restoreAllMocks();
  });
});

describe("listing", () => {
  it("reads all pages", async () => {
    const [a, b] = [
      { owner: "o", id: "a" },
      { owner: "o", id: "b" },
    ];
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [marshall(a)], LastEvaluatedKey: marshall(a) })
      .resolvesOnce({ Items: [marshall(b)] });
    expect(await listItems(context(), "Sessions", "o")).toEqual([a, b]);
    expect(dynamo.calls()[1]?.args[0].input).toMatchObject({ ExclusiveStartKey: marshall(a) });
  });
});

describe("writing", () => {
  const write = () =>
    putItem(context(), { table: "Carts", item: { id: "a" } }, { expression: "attribute_not_exists(id)" });

  it("returns whether the condition held", async () => {
    dynamo.on(PutItemCommand).resolvesOnce({}).rejectsOnce(named("ConditionalCheckFailedException"));
    expect([await write(), await write()]).toEqual([true, false]);
  });

  it.each([
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "InternalServerError",
    "ResourceNotFoundException",
  ])("refuses %s with service.unavailable", async (name) => {
    dynamo.on(PutItemCommand).rejects(named(name));
    await expect(write()).rejects.toMatchObject({ code: "service.unavailable" });
  });

  it("returns false while a transaction writes a shared item", async () => {
    dynamo.on(PutItemCommand).rejects(named("TransactionConflictException"));
    const condition = { expression: "attribute_not_exists(id)" };
    const shared = putItem(context(), { table: "Carts", item: { id: "a" } }, condition, { shared: true });
    expect(await shared).toBe(false);
    await expect(write()).rejects.toMatchObject({ code: "service.unavailable" });
  });

  const putBoth = () => {
    const condition = { expression: "attribute_not_exists(id)" };
    return putItems(context(), [{ table: "Carts", item: { id: "a" }, condition }]);
  };

  it.each(["TransactionCanceledException", "TransactionConflictException"])(
    "returns false for %s of several items",
    async (name) => {
      dynamo.on(TransactWriteItemsCommand).rejects(named(name));
      expect(await putBoth()).toBe(false);
    },
  );

  describe("with an entry of the cache", () => {
    const condition = { expression: "attribute_not_exists(id)" };
    const needed = [
      { table: "Carts", item: { id: "a" }, condition },
      { table: "Sessions", item: { owner: "o", id: "a" }, condition },
    ] as const;
    const entry = { table: "Cache", item: { id: "variant A" } } as const;
    const put = () => putItems(context(), [needed[0], entry, needed[1]]);
    const canceled = (...codes: string[]) =>
      Object.assign(named("TransactionCanceledException"), {
        CancellationReasons: codes.map((Code) => ({ Code })),
      });
    const written = () =>
      dynamo
        .commandCalls(TransactWriteItemsCommand)
        .map(({ args }) => args[0].input.TransactItems?.map(({ Put }) => Put?.TableName));
    beforeEach(() => vi.spyOn(console, "warn").mockImplementation(() => {}));
    afterEach(() => vi.restoreAllMocks());

    it.each([
      ["ResourceNotFoundException", named("ResourceNotFoundException")],
      ["AccessDeniedException", named("AccessDeniedException")],
      ["TransactionConflict", canceled("None", "TransactionConflict", "None")],
      ["ThrottlingError", canceled("None", "ThrottlingError", "None")],
    ])("stores the others without it if it is the reason of %s", async (_, error) => {
      dynamo.on(TransactWriteItemsCommand).rejectsOnce(error).resolves({});
      expect(await put()).toBe(true);
      expect(written()).toEqual([
        [carts, links.Cache.name, sessions],
        [carts, sessions],
      ]);
    });

    it.each([
      ["ConditionalCheckFailed", canceled("ConditionalCheckFailed", "TransactionConflict", "None")],
      ["TransactionConflict", canceled("None", "None", "TransactionConflict")],
    ])("stores nothing if another item is the reason of %s", async (_, error) => {
      dynamo.on(TransactWriteItemsCommand).rejects(error);
      expect(await put()).toBe(false);
      expect(written()).toHaveLength(1);
    });
  });

  it("throws a cancelled transaction unchanged when a request was invalid", async () => {
    const CancellationReasons = [{ Code: "None" }, { Code: "ValidationError" }];
    const canceled = Object.assign(named("TransactionCanceledException"), { CancellationReasons });
    dynamo.on(TransactWriteItemsCommand).rejects(canceled);
    await expect(putBoth()).rejects.toBe(canceled);
  });

  it("throws the error of an invalid request unchanged", async () => {
    dynamo.on(PutItemCommand).rejects(named("ValidationException"));
    await expect(write()).rejects.toMatchObject({ name: "ValidationException" });
  });
});
