import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { run } from "../../support/products.ts";

/** What the sweep does with this order's event; the sweep itself would take other tests' events too. */
export async function settle(orderId: string): Promise<void> {
  const [row] = await run("select cart_id, cart_version from orders where id = :orderId", { orderId });
  const [cartId, version] = row ?? [];
  await Cart.removeOrderedById(context(), String(cartId), Number(version));
}
