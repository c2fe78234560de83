import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { run } from "../support/products.ts";

/** What the sweep does with this order's event; the sweep itself would take other tests' events too. */
export async function settle(orderId: string): Promise<void> {
  const rows = await run(
    `select o.cart_id, o.cart_version, l.sku, l.quantity
     from orders o join order_line l on l.order_id = o.id where o.id = :orderId`,
    { orderId },
  );
  const [cartId, version] = rows[0] ?? [];
  const lines = rows.map(([, , sku, quantity]) => ({ sku: String(sku), quantity: Number(quantity) }));
  await Cart.settle(context(), String(cartId), Number(version), lines);
}
