import type { Variant } from "../catalog/catalog.ts";
import { money } from "../money.ts";
import * as Pricing from "../pricing/pricing.ts";
import type { Line } from "./cart.lines.rules.ts";
import type { Cart } from "./cart.rules.ts";
import { type CartLine, type CartView, type CartWarning, MAX_LINES } from "./cart.schema.ts";

/**
 * The cart as the client sees it, at the catalogue's current prices. A variant that no longer exists shows
 * its last known price, and does not count in the subtotal.
 */
export function view(
  cart: Cart,
  variants: Map<string, Variant>,
  { now, expiresAt }: { now: Date; expiresAt: Date | undefined },
): CartView {
  const lines = cart.lines.map((line) => viewLine(line, variants.get(line.sku)));
  const sold = lines.flatMap(({ sku, quantity, available, unitPrice }) =>
    available ? [{ sku, quantity, price: unitPrice.amount }] : [],
  );
  const quote = Pricing.quote({ lines: sold, shipping: 0, address: undefined, discounts: [], now });
  return {
    id: cart.version === 0 ? null : cart.id,
    version: cart.version,
    lines,
    itemCount: lines.reduce((count, { quantity }) => count + quantity, 0),
    subtotal: money(quote.subtotal),
    warnings: cart.lines.flatMap((line) => warnings(line, variants.get(line.sku))),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

function viewLine({ sku, quantity, addedPrice }: Line, variant: Variant | undefined): CartLine {
  const price = variant?.price ?? addedPrice;
  return {
    sku,
    title: variant?.title ?? sku,
    options: { size: variant?.size ?? "", color: variant?.color ?? "" },
    image: variant?.image ?? null,
    productId: variant?.productId ?? null,
    productHandle: variant?.productHandle ?? null,
    available: variant !== undefined,
    quantity,
    unitPrice: money(price),
    unitPriceWhenAdded: money(addedPrice),
    lineTotal: money(price * quantity),
  };
}

function warnings({ sku, quantity, addedPrice }: Line, variant: Variant | undefined): CartWarning[] {
  if (!variant) return [{ code: "catalog.unknown_sku", sku, message: "This item is no longer sold." }];
  const found: CartWarning[] = [];
  if (quantity > variant.stock) {
    const message = variant.stock === 0 ? "This item is out of stock." : `Only ${variant.stock} are left.`;
    found.push({ code: "stock.insufficient", sku, message });
  }
  if (variant.price !== addedPrice) {
    found.push({ code: "price.changed", sku, message: "The price has changed since you added this item." });
  }
  return found;
}

/** A warning for each of the guest's lines that did not fit into the customer's cart. */
export const droppedWarnings = (skus: string[]): CartWarning[] =>
  skus.map((sku) => ({
    code: "cart.line_dropped",
    sku,
    message: `Your cart already has ${MAX_LINES} lines. This item was not added to it.`,
  }));
