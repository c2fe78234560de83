import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";
import { invalid, Refusal } from "../refusal.ts";
import * as Session from "../session/session.ts";
import { hashed, tokenFor } from "./order.access.ts";
import { createAdmission } from "./order.admission.ts";
import { isCollectable, notCollectable } from "./order.amount.rules.ts";
import { readTerms } from "./order.checkout.ts";
import { finishEarlier, type Placed, type Placement, tryRemoveOrdered } from "./order.earlier.ts";
import * as Place from "./order.place.sql.ts";
import * as Rules from "./order.rules.ts";
import { assumedSale, currentSale, type Sale } from "./order.sale.rules.ts";
import type { PlaceOrder } from "./order.schema.ts";
import * as View from "./order.view.ts";

export type { Placed };

/** Rounds: the first at the prices in the cart, the others at current prices. */
const TRIES = 3;

const admission = createAdmission();

/**
 * Makes the shopper's cart an order, once for each key and once for each version of the cart. Refuses an
 * empty cart, a total that is not `expectedTotal` or that the provider does not collect, and more than is in
 * stock. The order counts as soon as Aurora has it. Its units are removed from the cart afterwards.
 */
export async function place(
  ctx: Context,
  shopper: Session.Shopper,
  request: PlaceOrder,
  { key, fingerprint }: { key: string; fingerprint: string },
): Promise<Placed> {
  if (!shopper.session) throw Rules.emptyCart();
  const { lines: inCart, checkout } = shopper.cart;
  const buyer = Rules.buyer(Session.customerId(shopper), request, checkout);
  const payment = Rules.needsPayment(request, links)
    ? { id: newId("payment", ctx.now), expiresAt: Rules.expiry(ctx.now) }
    : undefined;
  const placement = { id: newId("order", ctx.now), payment, shopper, request, buyer, key, fingerprint };
  const missing = Rules.missing(buyer);
  if (missing.length > 0) {
    // The earlier order of this key may have removed the cart's fields.
    const earlier = await finishEarlier(ctx, placement);
    if (earlier) return earlier;
    throw invalid(missing);
  }
  const expected = request.expectedTotal.amount;
  const canBePaid = payment === undefined || isCollectable(expected);
  let sale = assumedSale(expected, Rules.priced(inCart), buyer.address ?? undefined, ctx.now);
  for (let tries = 0; tries < TRIES; tries++) {
    const { lines, quote } = sale;
    const isExpectedTotal =
      lines.length > 0 && quote.shipping >= 0 && !quote.needsAddress && quote.total === expected;
    const sold = isExpectedTotal && canBePaid ? await sell(ctx, placement, sale) : undefined;
    const result = sold ?? (await finishEarlier(ctx, placement));
    if (result) return result;
    if (lines.length === 0) throw Rules.emptyCart();
    const terms = await readTerms(ctx, buyer, lines);
    const unavailable = Rules.unavailable(lines, terms.variants);
    if (unavailable.length > 0) throw Rules.noLongerSold(unavailable);
    const understocked = Rules.understocked(lines, terms.variants);
    if (understocked.length > 0) {
      // Between the two reads, another request for this cart may have taken the stock.
      const placed = await finishEarlier(ctx, placement);
      if (placed) return placed;
      throw Rules.outOfStock(understocked);
    }
    sale = currentSale(lines, request.shippingOption, terms, ctx.now);
    Rules.checkTotal(expected, sale.quote);
    if (!canBePaid) throw notCollectable();
  }
  throw new Refusal("cart.busy", "The cart or its prices are changing. Nothing was ordered. Try again.");
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
    billingAddress: request.billingAddress,
    note: request.note ?? shopper.cart.checkout?.note,
    shippingOption: request.shippingOption,
    currency: request.expectedTotal.currency,
  };
  const skus = sale.lines.map(({ sku }) => sku);
  if (admission.isPaused(skus)) throw Rules.tooManyWaiting();
  if (admission.isRush(skus) && !(await Place.hasRoom(ctx, sale.lines))) {
    admission.recordRefusal(skus);
    throw Rules.tooManyWaiting();
  }
  try {
    const [first, ...rest] = await Place.place(ctx, row, sale);
    if (!first) return undefined;
    if (!first.isStored && !(await Place.awaitStored(ctx, id))) return undefined;
    await tryRemoveOrdered(ctx, shopper.cart, first);
    // The statement does not see the row of the payment that it inserts.
    const order = View.order([{ ...first, payment: Rules.shownPayment(placement.payment) }, ...rest]);
    return { order: token ? { ...order, token } : order, replayed: false };
  } catch (error) {
    if (Place.isStockTooLow(error)) return undefined;
    // Without an answer, only the key tells whether the order was placed. A refusal may be that of the SDK's second attempt.
    const placed = await finishEarlier(ctx, placement);
    if (placed) return placed;
    if (Place.isTooManyUnpaid(error)) throw Rules.tooManyUnpaid();
    if (Place.isTooManyWaiting(error)) admission.recordRefusal(skus);
    else if (!Place.isLockTimeout(error)) throw error;
    throw Rules.tooManyWaiting();
  }
}
