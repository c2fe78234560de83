import { readFileSync } from "node:fs";
import * as DynamoDB from "@aws-sdk/client-dynamodb";
import * as DataApi from "@aws-sdk/client-rds-data";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { ulid } from "ulid";
import { OWNER, SCENARIO, type Scenario, SESSION, type StoreCall } from "./scenario.ts";

// Sends the shop's recorded bytes. BENCH_CALLS: first makes the shop's calls to the stores, with their keys and sizes, by the SDK
// alone.
type Item = Record<string, DynamoDB.AttributeValue>;

const { BENCH_SCENARIOS = "", BENCH_CALLS } = process.env;
const scenarios: Record<string, Scenario> = JSON.parse(readFileSync(BENCH_SCENARIOS, "utf8"));
const dynamo = new DynamoDB.DynamoDBClient({});
const dataApi = new DataApi.RDSDataClient({});

export const app = new Hono().all("*", async (c) => {
  const scenario = scenarios[c.req.header(SCENARIO) ?? ""];
  if (!scenario) return c.notFound();
  if (c.req.method === "POST") await c.req.json();
  if (BENCH_CALLS) await repeat(scenario, c.req.header(OWNER) ?? "", c.req.header(SESSION) ?? "");
  return c.body(scenario.body, scenario.status as 200, { "content-type": "application/json" });
});

export const handler = handle(app);

/** Makes a scenario's calls for another shopper. */
async function repeat({ calls, ...recorded }: Scenario, owner: string, session: string): Promise<void> {
  const names = new Map([
    [recorded.owner, owner],
    [`cart_${recorded.owner}`, `cart_${owner}`],
    [recorded.session, session],
  ]);
  let found: Item[] = [];
  for (const call of calls) found = (await send(renamed(call, names) as StoreCall, found)) ?? found;
}

/** Returns the items of a read, for the write that follows. Throws if a call does less than it did for the shop. */
async function send({ command, input }: StoreCall, found: Item[]): Promise<Item[] | undefined> {
  if (command === "PutItemCommand") {
    await dynamo.send(new DynamoDB.PutItemCommand(nextVersion(input, found) as never));
  } else if (command === "BatchGetItemCommand") {
    const { Responses = {} } = await dynamo.send(new DynamoDB.BatchGetItemCommand(input as never));
    const items = Object.values(Responses).flat();
    if (items.length === 2) return items;
    throw new Error(`${items.length} of 2 items were found`);
  } else if (command === "ExecuteStatementCommand") {
    const { records = [] } = await dataApi.send(new DataApi.ExecuteStatementCommand(input as never));
    if (records.length === 0) throw new Error("the statement returned no row");
  } else throw new Error(`${command} is new: add it here.`);
}

/** The cart is replaced under its present version, not under the recorded one. */
function nextVersion(input: StoreCall["input"], found: Item[]): StoreCall["input"] {
  const item = input.Item as Item;
  const version = Number(found.find(({ id }) => id?.S === item.id?.S)?.version?.N);
  return {
    ...input,
    Item: { ...item, version: { N: String(version + 1) } },
    ExpressionAttributeValues: { ":version": { N: String(version) } },
  };
}

/** A copy with this shopper's names, and with new order IDs. */
function renamed(value: unknown, names: Map<string, string>): unknown {
  if (typeof value === "string")
    return names.get(value) ?? (/^ord_.{26}$/.test(value) ? `ord_${ulid()}` : value);
  if (Array.isArray(value)) return value.map((one) => renamed(one, names));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, names)]));
}
