import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";
import * as Pricing from "../pricing/pricing.ts";
import { Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import { hashed, tokenFor } from "./order.access.ts";
import * as Checkout from "./order.checkout.sql.ts";
import { finishEarlier, type Placed, type Placement, tryRemoveOrdered } from "./order.earlier.ts";
import * as Place from "./order.place.sql.ts";
import * as Rules from "./order.rules.ts";
import type { PlaceOrder } from "./order.schema.ts";
import * as View from "./order.view.ts";

export type { Placed };

/** Rounds: the first at the prices in the cart, the others at current prices. */
const TRIES = 3;

/** What is sold, and at which total. */
interface Sale {
  lines: Pricing.PricedLine[];
  quote: Pricing.Quote;
  /** The address that was quoted. Undefined: a stored address that is not known yet. */
  address: Pricing.Destination | undefined;
}

/**
 * Makes the shopper's cart an order, once for each key and once for each version of the cart. Refuses an
 * empty cart, a total that is not `expectedTotal`, and more than is in stock. The order counts as soon as
 * Aurora has it. Its units are removed from the cart afterwards.
 */
export async function place(
  ctx: Context,
  shopper: Session.Shopper,
  request: PlaceOrder,
  { key, fingerprint }: { key: string; fingerprint: string },
): Promise<Placed> {
  if (!shopper.session) throw Rules.emptyCart();
  const buyer = Rules.buyer(Session.customerId(shopper), request);
  const payment = Rules.needsPayment(request, links)
    ? { id: newId("payment", ctx.now), expiresAt: Rules.expiry(ctx.now) }
    : undefined;
  const placement = { id: newId("order", ctx.now), payment, shopper, request, buyer, key, fingerprint };
  const expected = request.expectedTotal.amount;
  const quoteFor = (lines: Pricing.PricedLine[], address: Sale["address"], shipping: number): Sale => ({
    lines,
    address,
    quote: Pricing.quote({ lines, shipping, address, discounts: [], now: ctx.now }),
  });
  let sale = firstSale(expected, (shipping) =>
    quoteFor(Rules.priced(shopper.cart.lines), buyer.address ?? undefined, shipping),
  );
  for (let tries = 0; tries < TRIES; tries++) {
    const { lines, quote } = sale;
    const isExpectedTotal =
      lines.length > 0 && quote.shipping >= 0 && !quote.needsAddress && quote.total === expected;
    const sold = isExpectedTotal ? await sell(ctx, placement, sale) : undefined;
    const result = sold ?? (await finishEarlier(ctx, placement));
    if (result) return result;
    if (lines.length === 0) throw Rules.emptyCart();
    const { current, address, shipping } = await readCurrent(ctx, placement, lines);
    const understocked = Rules.understocked(lines, current);
    if (understocked.length > 0) {
      // Between the two reads, another request for this cart may have taken the stock.
      const placed = await finishEarlier(ctx, placement);
      if (placed) return placed;
      throw Rules.outOfStock(understocked);
    }
    const repriced = Rules.repriced(lines, current);
    const { subtotal } = Pricing.quote({
      lines: repriced,
      shipping: 0,
      address,
      discounts: [],
      now: ctx.now,
    });
    const option = { id: request.shippingOption, country: address.country, subtotal };
    sale = quoteFor(repriced, address, Pricing.shippingPrice(shipping, option));
    Rules.checkTotal(expected, sale.quote);
  }
  throw new Refusal("cart.busy", "The cart or its prices are changing. Nothing was ordered. Try again.");
}

/**
 * The sale at the prices in the cart. Whatever the expected total contains beyond them must be the shipping, so that the first
 * statement needs no other call: it places the order only if the shipping option has this price.
 */
function firstSale(expected: number, quoteFor: (shipping: number) => Sale): Sale {
  return quoteFor(expected - quoteFor(0).quote.total);
}

/** Undefined: nothing was placed. `finishEarlier` or the current prices and stock tell the reason. */
async function sell(ctx: Context, placement: Placement, sale: Sale): Promise<Placed | undefined> {
  const { id, shopper, request, buyer, key, fingerprint } = placement;
  const token = buyer.customerId ? undefined : tokenFor(shopper, id);
  const row = {
    id,
    cartId: shopper.cart.id,
    cartVersion: shopper.cart.version,
    cartOrderedVersion: shopper.cart.orderedVersion,
    idempotencyKey: key,
    fingerprint,
    tokenHash: token ? hashed(token) : null,
    paymentProvider: request.payment.provider,
    payment: placement.payment,
    buyer,
    shippingOption: request.shippingOption,
    currency: request.expectedTotal.currency,
  };
  try {
    const [first, ...rest] = await Place.place(ctx, row, sale);
    if (!first) return undefined;
    await tryRemoveOrdered(ctx, shopper.cart, first);
    // The statement does not see the row of the payment that it inserts.
    const order = View.order([{ ...first, payment: Rules.shownPayment(placement.payment) }, ...rest]);
    return { order: token ? { ...order, token } : order, replayed: false };
  } catch (error) {
    if (Place.isStockTooLow(error)) return undefined;
    // Without an answer, only the key tells whether the order was placed.
    const placed = await finishEarlier(ctx, placement);
    if (placed) return placed;
    throw Place.isTooManyUnpaid(error) ? Rules.tooManyUnpaid() : error;
  }
}

/** Current prices, stock, address and shipping options. Refuses a buyer, an address or a variant that no longer exists. */
async function readCurrent(ctx: Context, { buyer }: Placement, lines: Pricing.PricedLine[]) {
  const skus = lines.map(({ sku }) => sku);
  const current = await Checkout.current(ctx, skus, buyer);
  const [first] = current;
  if (!first?.hasBuyer) throw new Refusal("session.required", "This account no longer exists.");
  if (!first.address || !first.shipping) throw Rules.unknownAddress();
  const unavailable = Rules.unavailable(lines, current);
  if (unavailable.length > 0) throw Rules.noLongerSold(unavailable);
  return { current, address: first.address, shipping: first.shipping };
}
