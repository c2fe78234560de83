import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  type TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type Context, within } from "../context.ts";
import { call } from "./call.ts";
import { CALL_MS, dynamo, EXPECTED, type Item, inRounds, type Key, type Options } from "./dynamo.ts";
import { links } from "./links.ts";
import type { TableName } from "./tables.ts";

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

/** Two who write the same items at once: in a transaction, or beside one. Neither has written anything. */
const CONFLICTS = ["TransactionCanceledException", "TransactionConflictException"];

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
export function update(ctx: Context, at: Key, assignments: string, condition: Condition): Promise<boolean> {
  const request = new UpdateItemCommand({
    TableName: links[at.table].name,
    Key: marshall(at.key),
    UpdateExpression: `SET ${assignments}`,
    ...conditional(condition),
  });
  return whetherItHolds(
    call(ctx, "dynamodb.UpdateItem", CALL_MS, EXPECTED, (options) => dynamo().send(request, options)),
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
  { limitMs = CALL_MS, optional = false }: Options = {},
): Promise<void> {
  const limited = within(ctx, limitMs);
  const requests = [
    ...puts.map(({ table, item }) => ({ table, request: { PutRequest: { Item: stored(item) } } })),
    ...deletes.map(({ table, key }) => ({ table, request: { DeleteRequest: { Key: marshall(key) } } })),
  ];
  for (let from = 0; from < requests.length; from += 25) {
    await inRounds(limited, grouped(requests.slice(from, from + 25)), optional, async (wanted) => {
      const request = new BatchWriteItemCommand({ RequestItems: wanted });
      const answer = await call(limited, "dynamodb.BatchWriteItem", limitMs, EXPECTED, (options) =>
        dynamo({ once: optional }).send(request, options),
      );
      return answer.UnprocessedItems;
    });
  }
}

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
