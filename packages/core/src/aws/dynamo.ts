import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  type KeysAndAttributes,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Context, pause } from "../context.ts";
import { call } from "./call.ts";
import { links } from "./links.ts";
import { type TableName, tables } from "./tables.ts";

export type Item = Record<string, unknown>;
export interface Key {
  table: TableName;
  id: string;
}
/** A condition on the stored item, in DynamoDB's terms, its values in plain JavaScript. */
export interface Condition {
  expression: string;
  names?: Record<string, string>;
  values?: Item;
}

const CALL_MS = 3_000;
/** What our own code may meet: a condition that does not hold, and a request that is a bug of ours. */
const EXPECTED = ["ConditionalCheckFailedException", "ValidationException"];

let client: DynamoDBClient | undefined;
const dynamo = (): DynamoDBClient =>
  (client ??= new DynamoDBClient({
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
  }));

/** Reads items of any tables in one call, strongly: each by its key, in the order asked; undefined where there is none. */
export async function read(ctx: Context, keys: Key[]): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>();
  let wanted = batch(keys);
  for (let wait = 25; Object.keys(wanted).length > 0; wait *= 2) {
    const request = new BatchGetItemCommand({ RequestItems: wanted });
    const answer = await call(ctx, "dynamodb.BatchGetItem", CALL_MS, EXPECTED, (options) =>
      dynamo().send(request, options),
    );
    for (const [table, items] of Object.entries(answer.Responses ?? {})) {
      for (const item of items.map((raw) => unmarshall(raw))) found.set(`${table}/${item.id}`, item);
    }
    // A throttled batch answers 200 and says what it left out.
    wanted = answer.UnprocessedKeys ?? {};
    if (Object.keys(wanted).length > 0) await pause(ctx, wait);
  }
  return keys.map(({ table, id }) => found.get(`${links[table].name}/${id}`));
}

/** Writes the whole item where the condition holds. False: it does not, perhaps because our own first attempt won. */
export function put(ctx: Context, table: TableName, item: Item, condition: Condition): Promise<boolean> {
  const request = new PutItemCommand({
    TableName: links[table].name,
    Item: marshall(item, { removeUndefinedValues: true }),
    ...conditional(condition),
  });
  return whetherItHolds(
    call(ctx, "dynamodb.PutItem", CALL_MS, EXPECTED, (options) => dynamo().send(request, options)),
  );
}

/** Sets attributes where the condition holds. Absolute values only: the SDK may apply an update twice. */
export function set(ctx: Context, { table, id }: Key, item: Item, condition: Condition): Promise<boolean> {
  const fields = Object.entries(item);
  const request = new UpdateItemCommand({
    TableName: links[table].name,
    Key: marshall({ [tables[table].key]: id }),
    UpdateExpression: `SET ${fields.map(([field]) => `#${field} = :${field}`).join(", ")}`,
    ...conditional({
      expression: condition.expression,
      names: { ...condition.names, ...Object.fromEntries(fields.map(([field]) => [`#${field}`, field])) },
      values: {
        ...condition.values,
        ...Object.fromEntries(fields.map(([field, value]) => [`:${field}`, value])),
      },
    }),
  });
  return whetherItHolds(
    call(ctx, "dynamodb.UpdateItem", CALL_MS, EXPECTED, (options) => dynamo().send(request, options)),
  );
}

/** Asks for an item that is not there, to learn whether DynamoDB answers. */
export async function ping(ctx: Context, limitMs: number): Promise<void> {
  const request = new GetItemCommand({ TableName: links.Sessions.name, Key: marshall({ id: "ping" }) });
  await call(ctx, "dynamodb.GetItem", limitMs, [], (options) => dynamo().send(request, options));
}

function batch(keys: Key[]): Record<string, KeysAndAttributes> {
  const requests: Record<string, { ConsistentRead: true; Keys: NonNullable<KeysAndAttributes["Keys"]> }> = {};
  for (const { table, id } of keys) {
    const request = requests[links[table].name] ?? { ConsistentRead: true, Keys: [] };
    request.Keys.push(marshall({ [tables[table].key]: id }));
    requests[links[table].name] = request;
  }
  return requests;
}

const conditional = ({ expression, names, values }: Condition) => ({
  ConditionExpression: expression,
  ...(names && { ExpressionAttributeNames: names }),
  ...(values && { ExpressionAttributeValues: marshall(values) }),
});

async function whetherItHolds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return false;
    throw error;
  }
}
