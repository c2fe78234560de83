import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { apply, type Cart, emptyCart } from "../../../shop/cart.ts";
import { session } from "../../../shop/session.ts";
import type { Carts } from "../../../shop/shop.ts";

export const TABLE = "LabCarts";
const LIFE_S = 14 * 86_400;
const ATTEMPTS = 20;
const DEADLINE_MS = 3_000;

/**
 * The cart is one item in DynamoDB, as in the shop: it is replaced only while its version is unchanged, and carries its recent
 * writes, because the SDK itself may repeat a write.
 */
export function dynamoCarts(endpoint: string, secret: string, broken?: string): Carts {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new DynamoDBClient({ endpoint, region: "us-east-1", credentials });
  const options = () => ({ abortSignal: AbortSignal.timeout(DEADLINE_MS) });

  const load = async (id: string): Promise<{ cart: Cart; version: number }> => {
    const get = new GetItemCommand({ TableName: TABLE, Key: { id: { S: id } }, ConsistentRead: true });
    const { Item } = await client.send(get, options());
    const isLive = Number(Item?.expiresAt?.N ?? 0) > Date.now() / 1000;
    return isLive && Item
      ? { cart: JSON.parse(Item.cart?.S ?? ""), version: Number(Item.version?.N) }
      : { cart: emptyCart(), version: Number(Item?.version?.N ?? 0) };
  };
  const replace = (id: string, cart: Cart, version: number) =>
    client.send(
      new PutItemCommand({
        TableName: TABLE,
        Item: {
          id: { S: id },
          cart: { S: JSON.stringify(cart) },
          version: { N: String(version + 1) },
          expiresAt: { N: String(Math.floor(Date.now() / 1000) + LIFE_S) },
        },
        ...(broken !== "condition" && {
          ConditionExpression: version ? "version = :version" : "attribute_not_exists(id)",
          ...(version && { ExpressionAttributeValues: { ":version": { N: String(version) } } }),
        }),
      }),
      options(),
    );

  return {
    async read(cookies) {
      const { id, cookie } = session(cookies, secret);
      return { cart: (await load(id)).cart, cookie };
    },
    async write(cookies, write) {
      const { id, cookie } = session(cookies, secret);
      for (let attempt = 1; ; attempt++) {
        const { cart, version } = await load(id);
        const changed = apply(cart, write);
        if (changed === cart) return { cart, cookie };
        try {
          await replace(id, changed, version);
          return { cart: changed, cookie };
        } catch (error) {
          // Another write came first, or our own first attempt did: the next read tells.
          const lost = (error as Error).name === "ConditionalCheckFailedException";
          if (!lost || attempt === ATTEMPTS) throw error;
        }
      }
    },
  };
}
