import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import type * as Session from "../session/session.ts";
import { hashed, tokenFor } from "./order.access.ts";
import * as Rules from "./order.rules.ts";
import type { Order, PlaceOrder } from "./order.schema.ts";
import * as Sql from "./order.sql.ts";
import * as View from "./order.view.ts";

/** One request to place an order. */
export interface Placement {
  /** The order's ID, if this request places it. */
  id: string;
  /** The payment that holds its stock. Undefined: the shop collects the payment outside this API. */
  payment: { id: string; expiresAt: Date } | undefined;
  shopper: Session.Shopper;
  request: PlaceOrder;
  buyer: Rules.Buyer;
  /** The Idempotency-Key, and a hash of what is requested with it. */
  key: string;
  fingerprint: string;
}

export interface Placed {
  order: Order;
  /** An earlier request with this key placed the order. This request placed no order. */
  replayed: boolean;
}

/**
 * Finishes what earlier requests for this cart have started, and returns the order that this key has placed.
 * The units of an order that are still in the cart are removed. Undefined: there is no earlier order. Refuses
 * a key that was used for a different order, and a cart that was ordered with another key.
 */
export async function finishEarlier(ctx: Context, placement: Placement): Promise<Placed | undefined> {
  const { cart } = placement.shopper;
  const rows = await Sql.byCart(ctx, cart, placement.key);
  const { made, unremoved } = Rules.pickEarlier(rows, cart, placement.key);
  // The process that placed it may have died before it removed them.
  if (unremoved) await tryRemoveOrdered(ctx, cart, unremoved);
  if (!made && unremoved) throw Rules.alreadyOrdered(unremoved);
  if (!made) return undefined;
  Rules.checkFingerprint(made, placement.fingerprint);
  const { customerId } = placement.buyer;
  if (customerId && made.cartId !== cart.id) await Sql.adopt(ctx, made.id, customerId);
  const lines = rows.filter((row) => row.id === made.id && row !== made);
  return replay(placement, [made, ...lines]);
}

/** The answer of the request that placed the order. */
function replay({ id, shopper }: Placement, rows: [Sql.OrderRow, ...Sql.OrderRow[]]): Placed {
  const [first] = rows;
  const order = View.asPlaced(View.order(rows));
  const token = tokenFor(shopper, first.id);
  const isToken = first.tokenHash === hashed(token);
  return { order: isToken ? { ...order, token } : order, replayed: first.id !== id };
}

/** Never fails: Worker or the next order request removes the units later. Until then the cart cannot be ordered. */
export async function tryRemoveOrdered(
  ctx: Context,
  cart: Cart.Cart,
  { id, cartVersion }: { id: string; cartVersion: number },
): Promise<void> {
  try {
    await Cart.removeOrdered(ctx, cart, cartVersion);
  } catch (error) {
    log("warn", "ordered units are still in the cart", {
      requestId: ctx.requestId,
      orderId: id,
      error: describe(error),
    });
  }
}
