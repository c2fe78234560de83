import type { Variant } from "../catalog/catalog.ts";
import { money } from "../money.ts";
import * as Pricing from "../pricing/pricing.ts";
import { fieldsOf } from "./cart.checkout.rules.ts";
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
  const { email, note, shippingAddress, discountCodes = [] } = fieldsOf(cart.checkout);
  const { lines, warnings } = viewLines(cart.lines, variants, discountCodes);
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
    email: email ?? null,
    note: note ?? null,
    shippingAddress: shippingAddress ?? null,
    discountCodes,
    warnings,
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

/** The lines at these variants, and what the shopper should know about them. There are no discounts yet, so no code is known. */
export function viewLines(
  lines: Line[],
  variants: Map<string, Variant>,
  discountCodes: string[],
): Pick<CartView, "lines" | "warnings"> {
  const unknownCodes = discountCodes.map((discountCode) => ({
    code: "discount.unknown" as const,
    discountCode,
    message: "This discount code is not valid. It changes no price.",
  }));
  return {
    lines: lines.map((line) => viewLine(line, variants.get(line.sku))),
    warnings: [...lines.flatMap((line) => warningsOf(line, variants.get(line.sku))), ...unknownCodes],
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

function warningsOf({ sku, quantity, addedPrice }: Line, variant: Variant | undefined): CartWarning[] {
  if (!variant) return [{ code: "catalog.unknown_sku", sku, message: "This item is no longer sold." }];
  const found: CartWarning[] = [];
  if (quantity > variant.stock) {
    const message = variant.stock === 0 ? "This item is out of stock." : `Only ${variant.stock} left.`;
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
