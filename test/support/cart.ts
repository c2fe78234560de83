import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Carts from "../../packages/core/src/cart/cart.table.ts";
import * as Sessions from "../../packages/core/src/session/session.table.ts";
import { readToken } from "../../packages/core/src/session/token.rules.ts";
import { type Client, tokenOf } from "./client.ts";
import { lineOf } from "./lines.ts";

/**
 * Replaces the lines of a cart by one unit of each SKU, with one write in place of a request for each. The client must have a
 * session. `price`: of each unit, in minor units.
 */
export async function fillCart(by: Client, skus: string[], price: number): Promise<void> {
  const token = readToken(tokenOf(by));
  if (!token) throw new Error("no session");
  const { session, cart: item } = await Sessions.read(context(), token);
  const { isCustomer = false } = session ?? {};
  const cart = Cart.from(item, `cart_${token.owner}`, { now: new Date(), isCustomer });
  const version = cart.version + 1;
  const lines = skus.map((sku) => lineOf(sku, 1, price, version));
  await Carts.replace(context(), { ...cart, version, lines }, cart.version);
}
