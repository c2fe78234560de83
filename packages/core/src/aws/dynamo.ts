import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
  PutItemCommand,
  QueryCommand,
  type TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Context, pause } from "../context.ts";
import { call, clientOf } from "./call.ts";
import { links } from "./links.ts";
import { type TableName, tables } from "./tables.ts";

export type Item = Record<string, unknown>;
/** Where an item is: its table, and its key's attributes as `tables` names them. */
export interface Key {
  table: TableName;
  key: Record<string, string>;
}
/** An item, and the table that it belongs to. */
export interface Put {
  table: TableName;
  item: Item;
}
/** A condition on the stored item, in DynamoDB's terms, its values in plain JavaScript. */
export interface Condition {
  expression: string;
  values?: Item;
}

/** `limitMs`: the longest that one call may take. */
interface Options {
  limitMs?: number;
}

const CALL_MS = 3_000;
/** What our own code may meet: a condition that does not hold, and a request that is a bug of ours. */
const EXPECTED = ["ConditionalCheckFailedException", "ValidationException"];
/** Two who write the same items at once: in a transaction, or beside one. Neither has written anything. */
const CONFLICTS = ["TransactionCanceledException", "TransactionConflictException"];

const dynamo = clientOf("dynamodb", 4, (maxAttempts) => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };
  return new DynamoDBClient({ maxAttempts, requestHandler });
});

/**
 * Reads items of any tables, 100 in a call: each by its key, in the order asked; undefined where there is none. Strongly, unless
 * `consistent` is false, which costs half.
 */
export async function read(
  ctx: Context,
  keys: Key[],
  { consistent = true, limitMs = CALL_MS }: Options & { consistent?: boolean } = {},
): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  for (let from = 0; from < keys.length; from += 100) {
    let wanted = reads(keys.slice(from, from + 100), consistent);
    for (let wait = 25; Object.keys(wanted).length > 0; wait *= 2) {
      const request = new BatchGetItemCommand({ RequestItems: wanted });
      const answer = await call(ctx, "dynamodb.BatchGetItem", limitMs, EXPECTED, (options) =>
        dynamo().send(request, options),
      );
      for (const table of tableNames(keys)) {
        const items = answer.Responses?.[links[table].name] ?? [];
        for (const item of items.map((raw) => unmarshall(raw))) found.set(nameOf(table, item), item);
      }
      // A throttled batch answers 200 and says what it left out.
      wanted = answer.UnprocessedKeys ?? {};
      if (Object.keys(wanted).length > 0) await pause(ctx, wait);
    }
  }
  return keys.map(({ table, key }) => found.get(nameOf(table, key)));
}

/** All items of a partition, strongly read, a megabyte in each call. */
export async function list(ctx: Context, table: TableName, partition: string): Promise<Item[]> {
  const found: Item[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const request = new QueryCommand({
      TableName: links[table].name,
      ConsistentRead: true,
      KeyConditionExpression: "#key = :key",
      ExpressionAttributeNames: { "#key": tables[table].key },
      ExpressionAttributeValues: marshall({ ":key": partition }),
      ExclusiveStartKey: from,
    });
    const answer = await call(ctx, "dynamodb.Query", CALL_MS, EXPECTED, (options) =>
      dynamo().send(request, options),
    );
    found.push(...(answer.Items ?? []).map((raw) => unmarshall(raw)));
    from = answer.LastEvaluatedKey;
  } while (from);
  return found;
}

/**
 * Writes the whole item where the condition holds. False: it does not, perhaps because our own first attempt won; or, of an item that
 * is `shared` with transactions, because one of them is writing it.
 */
export function put(
  ctx: Context,
  { table, item }: Put,
  condition: Condition,
  { shared = false } = {},
): Promise<boolean> {
  const request = new PutItemCommand({
    TableName: links[table].name,
    Item: stored(item),
    ...conditional(condition),
  });
  const expected = shared ? [...EXPECTED, ...CONFLICTS] : EXPECTED;
  return whetherItHolds(
    call(ctx, "dynamodb.PutItem", CALL_MS, expected, (options) => dynamo().send(request, options)),
  );
}

/** Writes all of the items, where each one's condition holds, or none. False: not now, perhaps because our own first attempt won. */
export function transact(ctx: Context, puts: (Put & { condition: Condition })[]): Promise<boolean> {
  const request = new TransactWriteItemsCommand({
    TransactItems: puts.map(({ table, item, condition }) => ({
      Put: { TableName: links[table].name, Item: stored(item), ...conditional(condition) },
    })),
  });
  return whetherItHolds(
    call(ctx, "dynamodb.TransactWriteItems", CALL_MS, [...EXPECTED, ...CONFLICTS], (options) =>
      dynamo().send(request, options),
    ),
  );
}

/** Sets attributes by `assignments`, an update expression without its SET, where the condition holds. */
export function update(
  ctx: Context,
  at: Key,
  assignments: string,
  condition: Condition,
  { limitMs = CALL_MS }: Options = {},
): Promise<boolean> {
  const request = new UpdateItemCommand({
    TableName: links[at.table].name,
    Key: marshall(at.key),
    UpdateExpression: `SET ${assignments}`,
    ...conditional(condition),
  });
  return whetherItHolds(
    call(ctx, "dynamodb.UpdateItem", limitMs, EXPECTED, (options) => dynamo().send(request, options)),
  );
}

/** Deletes an item where the condition holds. */
export function remove(ctx: Context, at: Key, condition: Condition): Promise<boolean> {
  const request = new DeleteItemCommand({
    TableName: links[at.table].name,
    Key: marshall(at.key),
    ...conditional(condition),
  });
  return whetherItHolds(
    call(ctx, "dynamodb.DeleteItem", CALL_MS, EXPECTED, (options) => dynamo().send(request, options)),
  );
}

/** Puts and deletes items of any tables, whatever stands there: 25 in a call. Each is done or not for itself. */
export async function write(
  ctx: Context,
  { puts = [], deletes = [] }: { puts?: Put[]; deletes?: Key[] },
  { limitMs = CALL_MS }: Options = {},
): Promise<void> {
  const requests = [
    ...puts.map(({ table, item }) => ({ table, request: { PutRequest: { Item: stored(item) } } })),
    ...deletes.map(({ table, key }) => ({ table, request: { DeleteRequest: { Key: marshall(key) } } })),
  ];
  for (let from = 0; from < requests.length; from += 25) {
    let wanted = grouped(requests.slice(from, from + 25));
    for (let wait = 25; Object.keys(wanted).length > 0; wait *= 2) {
      const request = new BatchWriteItemCommand({ RequestItems: wanted });
      const answer = await call(ctx, "dynamodb.BatchWriteItem", limitMs, EXPECTED, (options) =>
        dynamo().send(request, options),
      );
      wanted = answer.UnprocessedItems ?? {};
      if (Object.keys(wanted).length > 0) await pause(ctx, wait);
    }
  }
}

/** Asks for an item that is not there, to learn whether DynamoDB answers. */
export async function ping(ctx: Context, limitMs: number): Promise<void> {
  const request = new GetItemCommand({ TableName: links.Carts.name, Key: marshall({ id: "ping" }) });
  await call(ctx, "dynamodb.GetItem", limitMs, [], (options) => dynamo().send(request, options));
}

const tableNames = (keys: Key[]): Set<TableName> => new Set(keys.map(({ table }) => table));

function nameOf(table: TableName, attributes: Item): string {
  const { key, sort = "" }: { key: string; sort?: string } = tables[table];
  return `${table} ${attributes[key]} ${attributes[sort]}`;
}

const reads = (keys: Key[], consistent: boolean): Record<string, KeysAndAttributes> =>
  Object.fromEntries(
    [...tableNames(keys)].map((table) => {
      const mine = keys.filter((key) => key.table === table);
      return [links[table].name, { ConsistentRead: consistent, Keys: mine.map(({ key }) => marshall(key)) }];
    }),
  );

function grouped(requests: { table: TableName; request: WriteRequest }[]): Record<string, WriteRequest[]> {
  const byTable: Record<string, WriteRequest[]> = {};
  for (const { table, request } of requests) {
    byTable[links[table].name] = [...(byTable[links[table].name] ?? []), request];
  }
  return byTable;
}

const stored = (item: Item): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });

const conditional = ({ expression, values }: Condition) => ({
  ConditionExpression: expression,
  ...(values && { ExpressionAttributeValues: marshall(values) }),
});

/** A transaction that is a bug of ours does not say so by its name. */
const isOurs = ({ CancellationReasons: reasons = [] }: TransactionCanceledException): boolean =>
  reasons.some(({ Code }) => Code === "ValidationError");

async function whetherItHolds(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    const isLost = ["ConditionalCheckFailedException", ...CONFLICTS].includes((error as Error).name);
    if (isLost && !isOurs(error as TransactionCanceledException)) return false;
    throw error;
  }
}
