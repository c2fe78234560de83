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
import { describe, log } from "../log.ts";
import { callStore, lazyClient, storeUnavailable } from "./call.ts";
import { links } from "./links.ts";
import { type TableName, tables } from "./tables.ts";

export type Item = Record<string, unknown>;
/** The key of an item, with the attributes that `tables` names. */
export interface Key {
  table: TableName;
  key: Record<string, string>;
}

export interface Options {
  /** The time limit of the whole operation, with all of its calls. */
  limitMs?: number;
  /** The caller can do without the result: a failed call is not repeated, and a throttled batch is sent twice at most. */
  optional?: boolean;
}

export const CALL_MS = 3_000;
/** The error on which callers act. */
export const EXPECTED = ["ConditionalCheckFailedException"];
/** A table of the call is missing, or a permission for it. Nothing was read or written. */
const UNUSABLE = ["ResourceNotFoundException", "AccessDeniedException"];
/** How often a throttled batch is sent. The pauses between six rounds take about 0.8 s. */
const ROUNDS = 6;
const OPTIONAL_ROUNDS = 2;

export const dynamo = lazyClient("dynamodb", 4, (maxAttempts) => {
  const requestHandler = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };
  return new DynamoDBClient({ maxAttempts, requestHandler });
});

/**
 * Reads items of any tables by their keys, 100 in a call. Returns them in the order of the keys, undefined where there is none.
 * The read is strongly consistent, except for tables that are `optional`. What a throttled table leaves out is read again. When
 * others are read too, nobody waits for an optional table, and the read succeeds without it.
 */
export async function readItems(
  ctx: Context,
  keys: Key[],
  { limitMs = CALL_MS, optional = false }: Options = {},
): Promise<(Item | undefined)[]> {
  const limited = within(ctx, limitMs);
  const found = await orWithout(limited, keys, (wanted, expected) =>
    readAll(limited, wanted, { limitMs, optional }, expected),
  );
  return keys.map(({ table, key }) => found.get(textOf(table, key)));
}

/** Makes a call about items of any tables. If it fails because of optional ones, makes it without their items. */
export async function orWithout<I extends { table: TableName }, T>(
  ctx: Context,
  items: I[],
  call: (items: I[], expected: string[]) => Promise<T>,
  isTheirs: (error: Error) => boolean = () => false,
): Promise<T> {
  const needed = items.filter(({ table }) => !isOptional(table));
  if (needed.length === 0 || needed.length === items.length) return call(items, EXPECTED);
  try {
    return await call(items, [...EXPECTED, ...UNUSABLE]);
  } catch (error) {
    if (!UNUSABLE.includes((error as Error).name) && !isTheirs(error as Error)) throw error;
    log("warn", "A call is repeated without the cache table.", {
      requestId: ctx.requestId,
      error: describe(error),
    });
    return call(needed, EXPECTED);
  }
}

async function readAll(
  ctx: Context,
  keys: Key[],
  { limitMs, optional }: Required<Options>,
  expected: string[],
): Promise<Map<string, Item>> {
  const found = new Map<string, Item>();
  for (let from = 0; from < keys.length; from += 100) {
    await sendBatch(ctx, requestItems(keys.slice(from, from + 100)), optional, async (batch) => {
      const request = new BatchGetItemCommand({ RequestItems: batch });
      const output = await callStore(ctx, "dynamodb.BatchGetItem", limitMs, expected, (options) =>
        dynamo({ once: optional }).send(request, options),
      );
      for (const table of tableNames(keys)) {
        const items = output.Responses?.[links[table].name] ?? [];
        for (const item of items.map((raw) => unmarshall(raw))) found.set(textOf(table, item), item);
      }
      return optional ? output.UnprocessedKeys : withoutOptional(output.UnprocessedKeys, tableNames(keys));
    });
  }
  return found;
}

/** Sends a batch, then the requests that a throttled table left unprocessed, until none is left. */
export async function sendBatch<R extends object>(
  ctx: Context,
  batch: R,
  optional: boolean,
  send: (batch: R) => Promise<R | undefined>,
): Promise<void> {
  const rounds = optional ? OPTIONAL_ROUNDS : ROUNDS;
  let left: R | undefined = batch;
  for (let round = 0; left && Object.keys(left).length > 0; round++) {
    if (round === rounds) throw storeUnavailable("dynamodb", new Error(`throttled in ${rounds} rounds`));
    if (round > 0) await pause(ctx, 25 * 2 ** (round - 1));
    left = await send(left);
  }
}

/** Reads all items of a partition, one megabyte in a call. The read is strongly consistent. */
export async function listItems(ctx: Context, table: TableName, partition: string): Promise<Item[]> {
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
    const output = await callStore(limited, "dynamodb.Query", CALL_MS, EXPECTED, (options) =>
      dynamo().send(request, options),
    );
    found.push(...(output.Items ?? []).map((raw) => unmarshall(raw)));
    from = output.LastEvaluatedKey;
  } while (from);
  return found;
}

/** Reads an item that does not exist, to find out whether DynamoDB answers. */
export async function ping(ctx: Context, limitMs: number): Promise<void> {
  const request = new GetItemCommand({ TableName: links.Carts.name, Key: marshall({ id: "ping" }) });
  await callStore(ctx, "dynamodb.GetItem", limitMs, [], (options) => dynamo().send(request, options));
}

const tableNames = (keys: Key[]): Set<TableName> => new Set(keys.map(({ table }) => table));

function textOf(table: TableName, attributes: Item): string {
  const { key, sort = "" }: { key: string; sort?: string } = tables[table];
  return `${table} ${attributes[key]} ${attributes[sort]}`;
}

export const isOptional = (table: TableName): boolean => "optional" in tables[table];

/** Looks only at the tables that were read: a function has no link to the others. */
function withoutOptional(unprocessed: Record<string, KeysAndAttributes> = {}, read: Set<TableName>) {
  const left = { ...unprocessed };
  for (const table of read) if (isOptional(table)) delete left[links[table].name];
  return left;
}

const requestItems = (keys: Key[]): Record<string, KeysAndAttributes> =>
  Object.fromEntries(
    [...tableNames(keys)].map((table) => {
      const mine = keys.filter((key) => key.table === table);
      return [
        links[table].name,
        { ConsistentRead: !isOptional(table), Keys: mine.map(({ key }) => marshall(key)) },
      ];
    }),
  );
