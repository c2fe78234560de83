import {
  type AttributeValue,
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Context, pause, within } from "../context.ts";
import { call, clientOf, unavailable } from "./call.ts";
import { links } from "./links.ts";
import { type TableName, tables } from "./tables.ts";

export type Item = Record<string, unknown>;
/** Where an item is: its table, and its key's attributes as `tables` names them. */
export interface Key {
  table: TableName;
  key: Record<string, string>;
}

/**
 * `limitMs`: the time limit of the whole operation, with all of its calls. `optional`: the caller can do without the answer. A failed call is
 * then not repeated, and a throttled batch is sent twice at most.
 */
export interface Options {
  limitMs?: number;
  optional?: boolean;
}

export const CALL_MS = 3_000;
/** The one error that callers act on. */
export const EXPECTED = ["ConditionalCheckFailedException"];
/** How often a throttled batch is sent. The waits between six rounds take about 0.8 s. */
const ROUNDS = 6;
const OPTIONAL_ROUNDS = 2;

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
  { consistent = true, limitMs = CALL_MS, optional = false }: Options & { consistent?: boolean } = {},
): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  const limited = within(ctx, limitMs);
  for (let from = 0; from < keys.length; from += 100) {
    await inRounds(limited, reads(keys.slice(from, from + 100), consistent), optional, async (wanted) => {
      const request = new BatchGetItemCommand({ RequestItems: wanted });
      const answer = await call(limited, "dynamodb.BatchGetItem", limitMs, EXPECTED, (options) =>
        dynamo({ once: optional }).send(request, options),
      );
      for (const table of tableNames(keys)) {
        const items = answer.Responses?.[links[table].name] ?? [];
        for (const item of items.map((raw) => unmarshall(raw))) found.set(nameOf(table, item), item);
      }
      return answer.UnprocessedKeys;
    });
  }
  return keys.map(({ table, key }) => found.get(nameOf(table, key)));
}

/** Sends a batch, and sends again what a throttled table has left out: such an answer has the status 200. */
export async function inRounds<R extends object>(
  ctx: Context,
  batch: R,
  optional: boolean,
  send: (batch: R) => Promise<R | undefined>,
): Promise<void> {
  const rounds = optional ? OPTIONAL_ROUNDS : ROUNDS;
  let left: R | undefined = batch;
  for (let round = 0; left && Object.keys(left).length > 0; round++) {
    if (round === rounds) throw unavailable("dynamodb", new Error(`throttled in ${rounds} rounds`));
    if (round > 0) await pause(ctx, 25 * 2 ** (round - 1));
    left = await send(left);
  }
}

/** All items of a partition, strongly read, a megabyte in each call. */
export async function list(ctx: Context, table: TableName, partition: string): Promise<Item[]> {
  const found: Item[] = [];
  const limited = within(ctx, CALL_MS);
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
    const answer = await call(limited, "dynamodb.Query", CALL_MS, EXPECTED, (options) =>
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
