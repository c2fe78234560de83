import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
  QueryCommand,
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

/** `limitMs`: the longest that one call may take. */
export interface Options {
  limitMs?: number;
}

export const CALL_MS = 3_000;
/** What our own code may meet: a condition that does not hold, and a request that is a bug of ours. */
export const EXPECTED = ["ConditionalCheckFailedException", "ValidationException"];

export const dynamo = clientOf("dynamodb", 4, (maxAttempts) => {
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
