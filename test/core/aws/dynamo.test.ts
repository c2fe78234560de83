import {
  BatchGetItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { list, read } from "../../../packages/core/src/aws/dynamo.ts";
import { put, transact } from "../../../packages/core/src/aws/dynamo.write.ts";

// What no local engine does: throttle, leave keys out, meet a transaction of somebody else's.
const dynamo = mockClient(DynamoDBClient);
beforeEach(() => dynamo.reset());

const named = (name: string) => Object.assign(new Error(name), { name });
const [sessions, carts] = [links.Sessions.name, links.Carts.name];

describe("reading", () => {
  it("asks again for what a throttled batch left out, and puts all in the order asked", async () => {
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
    expect(await read(context(), [...keys])).toEqual([
      { id: "b", n: 2 },
      { owner: "o", id: "a", n: 1 },
      undefined,
    ]);
    expect(dynamo.calls()[1]?.args[0].input).toEqual({ RequestItems: left });
  });

  it("is strongly consistent", async () => {
    dynamo.on(BatchGetItemCommand).resolves({});
    await read(context(), [{ table: "Carts", key: { id: "b" } }]);
    expect(dynamo.calls()[0]?.args[0].input).toMatchObject({
      RequestItems: { [carts]: { ConsistentRead: true } },
    });
  });

  it("gives up by its deadline when everything is left out for ever", async () => {
    dynamo
      .on(BatchGetItemCommand)
      .resolves({ UnprocessedKeys: { [carts]: { Keys: [marshall({ id: "b" })] } } });
    const failed = read(context({ timeoutMs: 200 }), [{ table: "Carts", key: { id: "b" } }]);
    await expect(failed).rejects.toMatchObject({ code: "service.unavailable" });
  });
});

describe("listing", () => {
  it("goes on until the last page", async () => {
    const [a, b] = [
      { owner: "o", id: "a" },
      { owner: "o", id: "b" },
    ];
    dynamo
      .on(QueryCommand)
      .resolvesOnce({ Items: [marshall(a)], LastEvaluatedKey: marshall(a) })
      .resolvesOnce({ Items: [marshall(b)] });
    expect(await list(context(), "Sessions", "o")).toEqual([a, b]);
    expect(dynamo.calls()[1]?.args[0].input).toMatchObject({ ExclusiveStartKey: marshall(a) });
  });
});

describe("writing", () => {
  const write = () =>
    put(context(), { table: "Carts", item: { id: "a" } }, { expression: "attribute_not_exists(id)" });

  it("says whether the condition held", async () => {
    dynamo.on(PutItemCommand).resolvesOnce({}).rejectsOnce(named("ConditionalCheckFailedException"));
    expect([await write(), await write()]).toEqual([true, false]);
  });

  it.each([
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "InternalServerError",
    "ResourceNotFoundException",
  ])("%s is a store that does not answer", async (name) => {
    dynamo.on(PutItemCommand).rejects(named(name));
    await expect(write()).rejects.toMatchObject({ code: "service.unavailable" });
  });

  it("a transaction that is writing the item is somebody who was there first, where there may be one", async () => {
    dynamo.on(PutItemCommand).rejects(named("TransactionConflictException"));
    const condition = { expression: "attribute_not_exists(id)" };
    const shared = put(context(), { table: "Carts", item: { id: "a" } }, condition, { shared: true });
    expect(await shared).toBe(false);
    await expect(write()).rejects.toMatchObject({ code: "service.unavailable" });
  });

  const writeAll = () => {
    const condition = { expression: "attribute_not_exists(id)" };
    return transact(context(), [{ table: "Carts", item: { id: "a" }, condition }]);
  };

  it.each(["TransactionCanceledException", "TransactionConflictException"])(
    "%s is so of several items",
    async (name) => {
      dynamo.on(TransactWriteItemsCommand).rejects(named(name));
      expect(await writeAll()).toBe(false);
    },
  );

  it("a transaction that is canceled for a bug of ours comes out as it is", async () => {
    const CancellationReasons = [{ Code: "None" }, { Code: "ValidationError" }];
    const canceled = Object.assign(named("TransactionCanceledException"), { CancellationReasons });
    dynamo.on(TransactWriteItemsCommand).rejects(canceled);
    await expect(writeAll()).rejects.toBe(canceled);
  });

  it("a request that is a bug of ours comes out as it is", async () => {
    dynamo.on(PutItemCommand).rejects(named("ValidationException"));
    await expect(write()).rejects.toMatchObject({ name: "ValidationException" });
  });
});
