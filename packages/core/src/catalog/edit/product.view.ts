import { money } from "../../money.ts";
import type { ProductRow, SummaryRow } from "./product.read.sql.ts";
import { type AdminProduct, type AdminProductSummary, optionsOf, type PutProduct } from "./product.schema.ts";
import { variantView } from "./variant.view.ts";

/** Makes one product of its rows, one for each variant. */
export function product(rows: [ProductRow, ...ProductRow[]]): AdminProduct {
  const [{ id, handle, title, description, category, status, images, seo, tags, version, updatedAt }] = rows;
  const variants = rows.flatMap(({ sku, size, color, price, stock, lowStock, ...rest }) =>
    sku === null || size === null || color === null || price === null || stock === null || lowStock === null
      ? []
      : [variantView({ ...rest, sku, size, color, price, stock, lowStock })],
  );
  return {
    id,
    handle,
    title,
    description,
    category,
    status,
    images,
    options: optionsOf(variants),
    variants,
    seo,
    tags,
    version,
    updatedAt,
  };
}

export const summary = ({ priceFrom, ...row }: SummaryRow): AdminProductSummary => ({
  ...row,
  priceFrom: priceFrom === null ? null : money(priceFrom),
});

/** A product as `put` takes it: JSON with plain prices, and with null instead of absent values. */
export const text = ({
  options: _,
  formerHandle: _former,
  seo = null,
  tags = [],
  variants,
  ...fields
}: PutProduct): string =>
  JSON.stringify({
    ...fields,
    seo,
    tags,
    variants: variants.map(({ sku, options, price, compareAtPrice, weight }) => ({
      sku,
      ...options,
      price: price.amount,
      compareAtPrice: compareAtPrice?.amount ?? null,
      weight: weight ?? null,
    })),
  });
