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
import { callStore } from "./call.ts";
import {
  CALL_MS,
  dynamo,
  EXPECTED,
  type Item,
  isOptional,
  type Key,
  type Options,
  orWithout,
  sendBatch,
} from "./dynamo.ts";
import { links } from "./links.ts";
import type { TableName } from "./tables.ts";

export interface Put {
  table: TableName;
  item: Item;
}
/** A condition expression. Its values are plain JavaScript. */
export interface Condition {
  expression: string;
  values?: Item;
}

/**
 * A transaction and another write concern the same item at the same time. The failed one has written nothing. In progress: our own
 * first attempt, whose answer is late.
 */
const CONFLICTS = [
  "TransactionCanceledException",
  "TransactionConflictException",
  "TransactionInProgressException",
];

/**
 * Replaces an item if the condition holds. Returns false if it does not hold. The reason may be our own first attempt, whose
 * answer was lost. `shared`: transactions write the item too, so false may also mean that one of them is under way.
 */
export function putItem(
  ctx: Context,
  { table, item }: Put,
  condition: Condition,
  { shared = false } = {},
): Promise<boolean> {
  const request = new PutItemCommand({
    TableName: links[table].name,
    Item: attributesOf(item),
    ...conditionOf(condition),
  });
  const expected = shared ? [...EXPECTED, ...CONFLICTS] : EXPECTED;
  return conditionHeld(
    callStore(ctx, "dynamodb.PutItem", CALL_MS, expected, (options) => dynamo().send(request, options)),
  );
}

/** An item that is replaced if its condition holds. Without one it is replaced in any case. */
export interface ConditionalPut extends Put {
  condition?: Condition;
}

/**
 * Replaces all of the items in a transaction if all conditions hold. Returns false, as `putItem` does, if none was replaced. Items
 * of optional tables are left out if they are the only reason for a failure.
 */
export function putItems(ctx: Context, puts: ConditionalPut[]): Promise<boolean> {
  return conditionHeld(
    orWithout(
      ctx,
      puts,
      (wanted, expected) => transact(ctx, wanted, expected),
      (error) => isCanceledByOptional(error as TransactionCanceledException, puts),
    ),
  );
}

function transact(ctx: Context, puts: ConditionalPut[], expected: string[]): Promise<unknown> {
  const request = new TransactWriteItemsCommand({
    TransactItems: puts.map(({ table, item, condition }) => ({
      Put: {
        TableName: links[table].name,
        Item: attributesOf(item),
        ...(condition && conditionOf(condition)),
      },
    })),
  });
  return callStore(ctx, "dynamodb.TransactWriteItems", CALL_MS, [...expected, ...CONFLICTS], (options) =>
    dynamo().send(request, options),
  );
}

/** Updates an item if the condition holds. `assignments` is an update expression without its SET. */
export function updateItem(
  ctx: Context,
  at: Key,
  assignments: string,
  condition: Condition,
): Promise<boolean> {
  const request = new UpdateItemCommand({
    TableName: links[at.table].name,
    Key: marshall(at.key),
    UpdateExpression: `SET ${assignments}`,
    ...conditionOf(condition),
  });
  return conditionHeld(
    callStore(ctx, "dynamodb.UpdateItem", CALL_MS, EXPECTED, (options) => dynamo().send(request, options)),
  );
}

/** Deletes an item if the condition holds. */
export function deleteItem(ctx: Context, at: Key, condition: Condition): Promise<boolean> {
  const request = new DeleteItemCommand({
    TableName: links[at.table].name,
    Key: marshall(at.key),
    ...conditionOf(condition),
  });
  return conditionHeld(
    callStore(ctx, "dynamodb.DeleteItem", CALL_MS, EXPECTED, (options) => dynamo().send(request, options)),
  );
}

/** Puts and deletes items of any tables without conditions, 25 in a call. A failure may leave a part of them done. */
export async function writeItems(
  ctx: Context,
  { puts = [], deletes = [] }: { puts?: Put[]; deletes?: Key[] },
  { limitMs = CALL_MS, optional = false }: Options = {},
): Promise<void> {
  const limited = within(ctx, limitMs);
  const requests = [
    ...puts.map(({ table, item }) => ({ table, request: { PutRequest: { Item: attributesOf(item) } } })),
    ...deletes.map(({ table, key }) => ({ table, request: { DeleteRequest: { Key: marshall(key) } } })),
  ];
  for (let from = 0; from < requests.length; from += 25) {
    await sendBatch(limited, byTable(requests.slice(from, from + 25)), optional, async (batch) => {
      const request = new BatchWriteItemCommand({ RequestItems: batch });
      const output = await callStore(limited, "dynamodb.BatchWriteItem", limitMs, EXPECTED, (options) =>
        dynamo({ once: optional }).send(request, options),
      );
      return output.UnprocessedItems;
    });
  }
}

function byTable(requests: { table: TableName; request: WriteRequest }[]): Record<string, WriteRequest[]> {
  const tables: Record<string, WriteRequest[]> = {};
  for (const { table, request } of requests) {
    tables[links[table].name] = [...(tables[links[table].name] ?? []), request];
  }
  return tables;
}

const attributesOf = (item: Item): Record<string, AttributeValue> =>
  marshall(item, { removeUndefinedValues: true });

const conditionOf = ({ expression, values }: Condition) => ({
  ConditionExpression: expression,
  ...(values && { ExpressionAttributeValues: marshall(values) }),
});

/** Whether only optional tables canceled the transaction: another one writes the same items, or the table is throttled. */
function isCanceledByOptional(error: TransactionCanceledException, puts: Put[]): boolean {
  const reasons = error.CancellationReasons ?? [];
  const failed = puts.filter((_, at) => (reasons[at]?.Code ?? "None") !== "None");
  return failed.length > 0 && failed.every(({ table }) => isOptional(table)) && !isInvalid(error);
}

/** Only the reasons of a cancelled transaction tell a conflict from a bug of ours. */
const isInvalid = ({ CancellationReasons: reasons = [] }: TransactionCanceledException): boolean =>
  reasons.some(({ Code }) => Code === "ValidationError");

async function conditionHeld(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    const isLost = ["ConditionalCheckFailedException", ...CONFLICTS].includes((error as Error).name);
    if (isLost && !isInvalid(error as TransactionCanceledException)) return false;
    throw error;
  }
}
