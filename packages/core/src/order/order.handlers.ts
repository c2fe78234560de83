import * as Cart from "../cart/cart.ts";
import type { Handlers } from "../events/events.handle.ts";
import * as Sql from "./order.sql.ts";

export const handlers: Handlers<"order"> = {
  "order.placed": {
    /** The request that placed the order may have died before it removed the ordered units from the cart. */
    removeOrdered: async (ctx, { subject }) => {
      const [ordered] = await Sql.orderedCart(ctx, subject);
      if (ordered) await Cart.removeOrderedById(ctx, ordered.cartId, ordered.cartVersion);
    },
  },
  // The statement that cancels an order has done everything.
  "order.canceled": {},
  "order.confirmation_requested": {},
  "order.paid": {},
  "order.payment_due": {},
  // The statement has recorded the refund.
  "order.refunded": {},
  // The subject is the fulfillment. Payments captures an authorised payment within a minute.
  "order.shipped": {},
  // The subject is the fulfillment.
  "order.delivered": {},
};
