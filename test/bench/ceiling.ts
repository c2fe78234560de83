import * as DynamoDB from "@aws-sdk/client-dynamodb";
import * as DataApi from "@aws-sdk/client-rds-data";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { ulid } from "ulid";
import { OWNER, readScript, SCENE, SESSION, type StoreCall } from "./script.ts";

// The ceiling: the calls that the shop makes, with their keys and sizes, made by the SDK alone. Whatever the shop does beside
// them makes it slower than this.
type Item = Record<string, DynamoDB.AttributeValue>;

const script = readScript();
const dynamo = new DynamoDB.DynamoDBClient({});
const dataApi = new DataApi.RDSDataClient({});

const app = new Hono().all("*", async (c) => {
  const scene = script[c.req.header(SCENE) ?? ""];
  if (!scene) return c.notFound();
  if (c.req.method === "POST") await c.req.json();
  const [owner = "", session = ""] = [c.req.header(OWNER), c.req.header(SESSION)];
  const names = new Map([
    [scene.owner, owner],
    [`cart_${scene.owner}`, `cart_${owner}`],
    [scene.session, session],
  ]);
  let found: Item[] = [];
  for (const call of scene.calls) found = (await carryOut(filled(call, names) as StoreCall, found)) ?? found;
  return c.body(scene.body, scene.status as 200, { "content-type": "application/json" });
});

/** Items read are for the write that follows. Throws where a call does not do what it did for the shop. */
async function carryOut({ command, input }: StoreCall, found: Item[]): Promise<Item[] | undefined> {
  if (command === "BatchGetItemCommand") {
    const { Responses = {} } = await dynamo.send(new DynamoDB.BatchGetItemCommand(input as never));
    const items = Object.values(Responses).flat();
    if (items.length !== 2) throw new Error(`${items.length} of 2 items were there`);
    return items;
  }
  if (command === "PutItemCommand") {
    await dynamo.send(new DynamoDB.PutItemCommand(nextVersion(input, found) as never));
    return undefined;
  }
  if (command === "ExecuteStatementCommand") {
    const { records = [] } = await dataApi.send(new DataApi.ExecuteStatementCommand(input as never));
    if (records.length === 0) throw new Error("no row came back");
    return undefined;
  }
  throw new Error(`${command} is new: say here how to make it.`);
}

/** A cart is replaced under the version that it has now, not under the one that it had for the shop. */
function nextVersion(input: StoreCall["input"], found: Item[]): StoreCall["input"] {
  const item = input.Item as Item;
  const version = Number(found.find(({ id }) => id?.S === item.id?.S)?.version?.N);
  return {
    ...input,
    Item: { ...item, version: { N: String(version + 1) } },
    ExpressionAttributeValues: { ":version": { N: String(version) } },
  };
}

/** A copy with this shopper's names in it, and an order's id and key that nobody has had. */
function filled(value: unknown, names: Map<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? (isOrderId(value) ? `ord_${ulid()}` : value);
  if (Array.isArray(value)) return value.map((one) => filled(one, names));
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = filled((value as Record<string, unknown>)[key], names);
  return copy;
}

const isOrderId = (text: string) => text.length === 30 && text.startsWith("ord_");

export const handler = handle(app);
