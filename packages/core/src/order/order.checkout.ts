import type { Variant } from "../catalog/catalog.ts";
import type { Context } from "../context.ts";
import type { PricedLine } from "../pricing/pricing.ts";
import { Refusal } from "../refusal.ts";
import * as Sql from "./order.checkout.sql.ts";
import { type Buyer, unknownAddress } from "./order.rules.ts";

/** The current variants, address and shipping options, with one call. Refuses a buyer or an address that no longer exists. */
export async function readTerms(ctx: Context, buyer: Buyer, lines: PricedLine[]) {
  const skus = lines.map(({ sku }) => sku);
  const variants = await Sql.current(ctx, skus, buyer);
  const [first] = variants;
  if (!first?.hasBuyer) throw new Refusal("session.required", "This account no longer exists.");
  if (!first.address || !first.shipping) throw unknownAddress();
  return { variants, address: first.address, shipping: first.shipping };
}

/** Those that are sold, as a cart shows them, by SKU. */
export const shownVariants = (found: Sql.CheckoutRow[]): Map<string, Variant> =>
  new Map(
    found.flatMap(({ sku, price, stock, weight: _, hasBuyer: __, address: ___, shipping: ____, ...texts }) =>
      price === null || stock === null ? [] : [[sku, { sku, price, stock, ...texts }]],
    ),
  );
