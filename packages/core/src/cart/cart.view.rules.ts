import type { Variant } from "../catalog/catalog.ts";
import { money } from "../money.ts";
import type { Cart, Line } from "./cart.rules.ts";
import { type CartLine, type CartView, type CartWarning, MAX_LINES } from "./cart.schema.ts";

/**
 * The cart as it is shown, at the catalogue's current prices. A variant that no longer exists shows its last known price, and
 * does not count in the subtotal.
 */
export function view(cart: Cart, variants: Map<string, Variant>, expiresAt: Date | undefined): CartView {
  const lines = cart.lines.map((line) => show(line, variants.get(line.sku)));
  return {
    id: cart.version === 0 ? null : cart.id,
    version: cart.version,
    lines,
    itemCount: sum(lines.map((line) => line.quantity)),
    subtotal: money(sum(lines.filter((line) => line.available).map((line) => line.lineTotal.amount))),
    warnings: cart.lines.flatMap((line) => warnings(line, variants.get(line.sku))),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}

function show({ sku, quantity, addedPrice }: Line, variant: Variant | undefined): CartLine {
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

/** Tells the shopper which of the guest's lines found no room in the customer's cart. */
export const droppedWarnings = (skus: string[]): CartWarning[] =>
  skus.map((sku) => ({
    code: "cart.line_dropped",
    sku,
    message: `Your cart already has ${MAX_LINES} lines. This item was not added to it.`,
  }));

const sum = (numbers: number[]): number => numbers.reduce((left, right) => left + right, 0);
