import { expect } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";
import { product, run } from "../../support/products.ts";

export const PRICE = 2500;
/** Of two units. */
export const TOTAL = 5599;

/** An order of two units that a provider collects, and its shopper. */
export async function ordered(shopper: Client = client()) {
  const { sku } = await product({ price: PRICE, stock: 5 });
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 2 } });
  const body = orderOf(2 * PRICE, { payment: { provider: "stripe" } });
  const answer = await shopper.send("POST", "/v1/orders", { body, headers: keyed() });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  const order = answer.body;
  const start = () => shopper.send("POST", `/v1/orders/${order.id}/payment`);
  const read = async () => (await shopper.send("GET", `/v1/orders/${order.id}`)).body;
  const cancel = () => shopper.send("POST", `/v1/orders/${order.id}/cancellation`);
  return { shopper, sku, order, id: order.id as string, start, read, cancel };
}

/** The time of the order's payment is over. */
export const expire = (orderId: string) =>
  run("update payment set expires_at = now() - interval '1 second' where order_id = :id", { id: orderId });

/** The provider can be asked again. */
export const letCheck = (orderId: string) =>
  run("update payment set checked_at = now() - interval '1 hour' where order_id = :id", { id: orderId });

/** The order's counters, in minor units. */
export async function counters(orderId: string) {
  const [row = []] = await run("select paid, refunding, refunded from orders where id = :id", {
    id: orderId,
  });
  const [paid, refunding, refunded] = row.map(Number);
  return { paid, refunding, refunded };
}
