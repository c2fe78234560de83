import { randomUUID } from "node:crypto";
import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { links } from "@myclothes/core/links";
import { type TableName, tables } from "@myclothes/core/tables";
import { type Answer, type Client, client } from "../../support/client.ts";
import { quantities } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";

export const PASSWORD = "an engine of one's own";
export const newEmail = (): string => `ada-${randomUUID()}@example.com`;

interface Account {
  email: string;
  password: string;
  id: string;
  /** Signed in. */
  shopper: Client;
  answer: Answer;
}

/** Creates an account, by default with a new client. */
export async function account({
  shopper = client(),
  email = newEmail(),
  password = PASSWORD,
  name = "Ada Lovelace",
} = {}): Promise<Account> {
  const answer = await shopper.send("POST", "/v1/customers", { body: { email, password, name } });
  if (answer.status !== 201) throw new Error(`No account was made: ${JSON.stringify(answer.body)}`);
  return { email, password, id: answer.body.id, shopper, answer };
}

export const signIn = (
  by: Client,
  email: string,
  { password = PASSWORD, headers = {} }: { password?: string; headers?: Record<string, string> } = {},
): Promise<Answer> => by.send("POST", "/v1/sessions", { body: { email, password }, headers });

/** The header of a request from this IP address, as CloudFront and API Gateway write it. */
export const from = (address: string) => ({ "x-forwarded-for": `${address}, 198.51.100.1` });

export const erase = (by: Client, password = PASSWORD): Promise<Answer> =>
  by.send("POST", "/v1/customers/me/erasure", { body: { password } });

export const profile = (by: Client): Promise<Answer> => by.send("GET", "/v1/customers/me");

export const add = (by: Client, sku: string, quantity = 1): Promise<Answer> =>
  by.send("POST", "/v1/cart/items", { body: { sku, quantity } });

/** Quantities by SKU, as the cart shows them. */
export async function lines(by: Client): Promise<Record<string, number>> {
  const { body } = await by.send("GET", "/v1/cart");
  return quantities(body.lines);
}

/** The tables of both stores that contain a text, in any letter case. */
export async function whereabouts(text: string): Promise<string[]> {
  const names = Object.keys(tables) as TableName[];
  const items = await Promise.all(names.map(async (name) => ({ name, dump: await dump(links[name].name) })));
  const inDynamo = items.filter(({ dump }) => dump.toLowerCase().includes(text.toLowerCase()));
  const rows = await run(
    "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const inPostgres = [];
  for (const [table] of rows) {
    const found = await run(`select 1 from ${table} t where strpos(lower(t::text), lower(:text)) > 0`, {
      text,
    });
    if (found.length > 0) inPostgres.push(String(table));
  }
  return [...inDynamo.map(({ name }) => name), ...inPostgres].sort();
}

async function dump(table: string): Promise<string> {
  const dynamo = new DynamoDBClient();
  let text = "";
  let from: ScanCommandOutput["LastEvaluatedKey"];
  do {
    const page = await dynamo.send(new ScanCommand({ TableName: table, ExclusiveStartKey: from }));
    text += JSON.stringify(page.Items);
    from = page.LastEvaluatedKey;
  } while (from);
  return text;
}
