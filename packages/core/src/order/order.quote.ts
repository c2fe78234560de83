import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { money } from "../money.ts";
import { invalid } from "../refusal.ts";
import * as Session from "../session/session.ts";
import * as Checkout from "./order.checkout.ts";
import type { CartQuote, QuoteCart } from "./order.quote.schema.ts";
import * as Rules from "./order.rules.ts";
import { currentSale } from "./order.sale.rules.ts";

/**
 * What an order of the cart would cost now, at the prices of the database. It changes nothing and reserves nothing. Lines whose
 * variant no longer exists do not count. Refuses what an order would refuse for its address or its shipping option.
 */
export async function quote(ctx: Context, shopper: Session.Shopper, request: QuoteCart): Promise<CartQuote> {
  const { lines, checkout } = shopper.cart;
  if (lines.length === 0) throw Rules.emptyCart();
  const buyer = Rules.buyer(Session.customerId(shopper), request, checkout);
  const missing = Rules.missing(buyer).filter(({ path }) => path[0] !== "email");
  if (missing.length > 0) throw invalid(missing);
  const asked = Rules.priced(lines);
  const terms = await Checkout.readTerms(ctx, buyer, asked);
  const gone = Rules.unavailable(asked, terms.variants);
  if (gone.length === asked.length) throw Rules.nothingSold(gone);
  const sold = asked.filter((line) => !gone.includes(line));
  const { quote } = currentSale(sold, request.shippingOption, terms, ctx.now);
  const shown = Cart.viewLines(
    lines,
    Checkout.shownVariants(terms.variants),
    request.discountCodes ?? checkout?.discountCodes ?? [],
  );
  const option = terms.shipping.find(({ id }) => id === request.shippingOption);
  return {
    subtotal: money(quote.subtotal),
    discount: money(quote.discount),
    shipping: money(quote.shipping),
    tax: money(quote.tax),
    total: money(quote.total),
    shippingOption: { id: request.shippingOption, title: option?.title ?? null },
    ...shown,
  };
}
