import { SqlError } from "../aws/postgres.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { isId, newId } from "../id.ts";
import { describe, log } from "../log.ts";
import { type PageQuery, readCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import * as Place from "./order.place.sql.ts";
import * as Rules from "./order.rules.ts";
import type { Order, OrderPage, PlaceOrder, ShippingOption } from "./order.schema.ts";
import * as Sql from "./order.sql.ts";

export interface Placed {
  order: Order;
  /** An earlier request with this key had made the order: nothing happened this time. */
  replayed: boolean;
}

/** All that one request to order is about. */
interface Attempt {
  /** The order's id, if this request is the one that makes it. */
  id: string;
  shopper: Session.Shopper;
  request: PlaceOrder;
  buyer: Place.Buyer;
  /** The client's key, and what it asks for under it. */
  key: string;
  fingerprint: string;
}

/** How often a price may move under a shopper's hands within one request. */
const TRIES = 3;
/** The check that stock is not negative: the statement ended and changed nothing. */
const CHECK_FAILED = "23514";

export const shippingOptions = (): ShippingOption[] => Rules.shippingOptions;

/**
 * Makes the shopper's cart an order, once for each key and once for each version of the cart. Refuses an empty cart, a
 * total that is not `expectedTotal`, and more than there is in stock. Aurora is the truth: what it has sold is taken out of the cart after it.
 */
export async function place(
  ctx: Context,
  shopper: Session.Shopper,
  request: PlaceOrder,
  { key, fingerprint }: { key: string; fingerprint: string },
): Promise<Placed> {
  if (!shopper.session) throw emptyCart();
  const buyer = Rules.buyer(Session.customerId(shopper), request);
  const attempt = { id: newId("order", ctx.now), shopper, request, buyer, key, fingerprint };
  const option = Rules.shippingOption(request.shippingOption);
  const expected = request.expectedTotal.amount;
  let lines = Rules.priced(shopper.cart);
  for (let tries = 0; tries < TRIES; tries++) {
    const quote = Rules.quote(lines, option);
    const asShown = lines.length > 0 && quote.total === expected;
    const sold = asShown ? await sell(ctx, attempt, lines, quote) : undefined;
    const placed = sold ?? (await earlier(ctx, attempt));
    if (placed) return placed;
    if (lines.length === 0) throw emptyCart();
    if (buyer.customerId) await checkBuyer(ctx, buyer);
    const current = await Sql.current(
      ctx,
      lines.map(({ sku }) => sku),
    );
    const unavailable = Rules.unavailable(lines, current);
    if (unavailable.length > 0) throw Rules.noLongerSold(unavailable);
    const short = Rules.short(lines, current);
    if (short.length > 0) {
      // Perhaps it is this very cart that has taken the stock, ordered since by another key, or by ours in another try.
      const beaten = await earlier(ctx, attempt);
      if (beaten) return beaten;
      throw Rules.outOfStock(short);
    }
    lines = Rules.repriced(lines, current);
    Rules.checkTotal(expected, Rules.quote(lines, option));
  }
  throw new Refusal(
    "cart.busy",
    "The cart or its prices are changing just now. Nothing was ordered: try again.",
  );
}

/** Why somebody may see an order: it is the customer's own, this session placed it, or the token of its answer was sent. */
export interface Access {
  shopper: Session.Shopper;
  token?: string | undefined;
}

/** An order, to whom it belongs. To anyone else it is not there. */
export async function read(ctx: Context, id: string, access: Access): Promise<Order> {
  const [first, ...rest] = mayExist(id, access) ? await Sql.byId(ctx, id, stored(id, access)) : [];
  if (!first) throw new Refusal("order.unknown", "There is no such order, or it is not yours.");
  return Rules.order([first, ...rest]);
}

/** A customer's orders, the newest first. */
export async function history(ctx: Context, customerId: string, page: PageQuery): Promise<OrderPage> {
  const after = readCursor("order", page.cursor);
  const found = await Sql.history(ctx, customerId, { limit: page.limit, after });
  return Rules.page(found);
}

/** Cancels an order while nothing has been sent; the stock returns once, however often it is asked for. */
export async function cancel(ctx: Context, id: string, access: Access): Promise<Order> {
  if (mayExist(id, access)) await Sql.cancel(ctx, id, stored(id, access));
  const order = await read(ctx, id, access);
  if (order.status === "canceled") return order;
  throw new Refusal("order.not_cancelable", "The order has been sent, or is complete.");
}

/** Undefined: nothing happened, for a reason that `earlier` or today's prices and stock will tell. */
async function sell(
  ctx: Context,
  attempt: Attempt,
  lines: Rules.PricedLine[],
  quote: Rules.Quote,
): Promise<Placed | undefined> {
  const { id, shopper, request, buyer, key, fingerprint } = attempt;
  const token = buyer.customerId ? undefined : Session.credential(shopper, id);
  const row = {
    id,
    cartId: shopper.cart.id,
    cartVersion: shopper.cart.version,
    cartOrderedVersion: shopper.cart.orderedVersion,
    idempotencyKey: key,
    fingerprint,
    tokenHash: token ? Rules.hashed(token) : null,
    paymentProvider: request.payment.provider,
    buyer,
    shippingOption: request.shippingOption,
    currency: request.expectedTotal.currency,
  };
  try {
    const [first, ...rest] = await Place.place(ctx, row, lines, quote);
    if (!first) return undefined;
    await removeOrdered(ctx, shopper.cart, first);
    const order = Rules.order([first, ...rest]);
    return { order: token ? { ...order, token } : order, replayed: false };
  } catch (error) {
    if (error instanceof SqlError && error.state === CHECK_FAILED) return undefined;
    // No answer says nothing about what happened: only the order itself does, under its key.
    const placed = await earlier(ctx, attempt);
    if (placed) return placed;
    throw error;
  }
}

/** What this key has made already. Refuses a key that asked for something else, and a cart that another key has ordered. */
async function earlier(ctx: Context, attempt: Attempt): Promise<Placed | undefined> {
  const { id, shopper, key, fingerprint } = attempt;
  const rows = await Sql.earlier(ctx, shopper.cart, key);
  const own = rows.filter((row) => row.cartId === shopper.cart.id);
  const made = [...own, ...rows].find((row) => row.idempotencyKey === key);
  const [ours, ...rest] = rows.filter((row) => row.id === made?.id);
  const unremoved = own.find((row) => row.cartVersion > shopper.cart.orderedVersion);
  // Whoever placed it may have died before it was removed from the cart.
  if (unremoved) await removeOrdered(ctx, shopper.cart, unremoved);
  if (ours && ours.fingerprint !== fingerprint) {
    throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for a different order.");
  }
  if (ours) {
    const { customerId } = attempt.buyer;
    if (customerId && ours.cartId !== shopper.cart.id) await Sql.adopt(ctx, ours.id, customerId);
    const token = Session.credential(shopper, ours.id);
    const order = Rules.asPlaced(Rules.order([ours, ...rest]));
    const opens = ours.tokenHash === Rules.hashed(token);
    return { order: opens ? { ...order, token } : order, replayed: ours.id !== id };
  }
  if (unremoved) {
    const detail = `What was in this cart has become order ${unremoved.number}. Look at what is left in it.`;
    throw new Refusal("cart.already_ordered", detail, { orderId: unremoved.id });
  }
  return undefined;
}

/** The order stands whether or not this succeeds: a cart that still holds an order's lines cannot be ordered again. */
async function removeOrdered(
  ctx: Context,
  cart: Cart.Cart,
  { id, cartVersion }: Sql.OrderRow,
): Promise<void> {
  try {
    await Cart.removeOrdered(ctx, cart, cartVersion);
  } catch (error) {
    log("warn", "ordered lines left in the cart", {
      requestId: ctx.requestId,
      orderId: id,
      error: describe(error),
    });
  }
}

/** The account or the address may have gone since the customer chose it. */
async function checkBuyer(ctx: Context, buyer: Place.Buyer): Promise<void> {
  const [known] = await Place.known(ctx, buyer);
  if (!known?.email) throw new Refusal("session.required", "This account is no longer there.");
  if (!known.address) throw Rules.noAddress();
}

/** Without an id of ours and a reason to see an order, no call is needed. */
const mayExist = (id: string, { shopper, token }: Access): boolean =>
  isId("order", id) && (shopper.session !== undefined || Boolean(token));

const stored = (id: string, { shopper, token }: Access): Sql.Access => ({
  customerId: Session.customerId(shopper),
  sentHash: token ? Rules.hashed(token) : undefined,
  sessionHash: shopper.session ? Rules.hashed(Session.credential(shopper, id)) : undefined,
});

const emptyCart = () => new Refusal("cart.empty", "There is nothing in the cart to order.");
