import { randomBytes } from "node:crypto";
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { links } from "@myclothes/core/links";
import { cartOf, newOwner } from "@myclothes/core/session";
import { readToken, sessionIdOf, writeToken } from "../../packages/core/src/session/token.rules.ts";

/** Somebody with a session and a cart in the store. */
export interface Shopper {
  cookie: string;
  owner: string;
  /** The session's id, as it is stored. */
  session: string;
}

/** A shopper's items as the shop has stored them, to be copied. */
export interface Original {
  shopper: Shopper;
  session: Item;
  cart: Item;
}
type Item = Record<string, AttributeValue>;

const COOKIE = "__Host-session";
let client: DynamoDBClient | undefined;
const dynamo = () => (client ??= new DynamoDBClient({}));

/** Reads what is stored of the shopper whose cookie this is. */
export async function original(cookie: string): Promise<Original> {
  const token = readToken(cookie.slice(COOKIE.length + 1));
  if (!token) throw new Error("The shop's cookie is not what it was.");
  const { owner } = token;
  const [sessions, carts] = [links.Sessions.name, links.Carts.name];
  const id = sessionIdOf(token.secret);
  const RequestItems = {
    [sessions]: { ConsistentRead: true, Keys: [{ owner: { S: owner }, id: { S: id } }] },
    [carts]: { ConsistentRead: true, Keys: [{ id: { S: cartOf(owner) } }] },
  };
  const { Responses } = await dynamo().send(new BatchGetItemCommand({ RequestItems }));
  const [session, cart] = [Responses?.[sessions]?.[0], Responses?.[carts]?.[0]];
  if (!session || !cart) throw new Error("The shopper has no session and cart.");
  return { shopper: { cookie, owner, session: id }, session, cart };
}

/** So many more shoppers with the same cart, written past the shop, which is the quickest way to have thousands. */
export async function copies(originals: Original[], count: number): Promise<Shopper[]> {
  const made = Array.from({ length: count }, (_, i) => copy(originals[i % originals.length] as Original));
  const batches: Copy[][] = [];
  for (let from = 0; from < count; from += 12) batches.push(made.slice(from, from + 12));
  const workers = Array.from({ length: 8 }, async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await write(batch);
  });
  await Promise.all(workers);
  return made.map(({ shopper }) => shopper);
}

type Copy = Original;

function copy({ session, cart }: Original): Copy {
  const owner = newOwner(new Date());
  const secret = randomBytes(32).toString("base64url");
  const id = sessionIdOf(secret);
  return {
    shopper: { cookie: `${COOKIE}=${writeToken({ secret, owner })}`, owner, session: id },
    session: { ...session, owner: { S: owner }, id: { S: id } },
    cart: { ...cart, id: { S: cartOf(owner) } },
  };
}

async function write(batch: Copy[]): Promise<void> {
  const puts = (items: Item[]) => items.map((Item) => ({ PutRequest: { Item } }));
  const RequestItems = {
    [links.Sessions.name]: puts(batch.map(({ session }) => session)),
    [links.Carts.name]: puts(batch.map(({ cart }) => cart)),
  };
  const { UnprocessedItems = {} } = await dynamo().send(new BatchWriteItemCommand({ RequestItems }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error("DynamoDB did not take all shoppers.");
}
