import * as Cart from "../cart/cart.ts";
import type { Handlers } from "../events/events.ts";
import * as Sql from "./order.sql.ts";

export const handlers: Handlers<"order"> = {
  /** The request that placed the order may have died before it removed the ordered units from the cart. */
  "order.placed": async (ctx, orderId) => {
    const [ordered] = await Sql.orderedCart(ctx, orderId);
    if (ordered) await Cart.removeOrderedById(ctx, ordered.cartId, ordered.cartVersion);
  },
  /** The statement that cancels an order has done everything. */
  "order.canceled": async () => {},
  "order.paid": async () => {},
  /** The subject is the fulfillment. An authorised payment is captured here, once a provider can authorise one. */
  "order.shipped": async () => {},
  /** The subject is the fulfillment. */
  "order.delivered": async () => {},
};
