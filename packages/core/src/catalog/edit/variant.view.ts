import * as z from "zod";
import { json } from "../../aws/postgres.ts";
import { money } from "../../money.ts";
import { Image } from "../catalog.schema.ts";
import type { AdminVariant } from "./variant.schema.ts";

/** The columns of a variant, in this order. */
export const VariantRow = z.object({
  sku: z.string(),
  size: z.string(),
  color: z.string(),
  price: z.int(),
  compareAtPrice: z.int().nullable(),
  weight: z.int().nullable(),
  image: json(Image).nullable(),
  stock: z.int(),
  lowStock: z.int(),
});
export type VariantRow = z.infer<typeof VariantRow>;

export const variantView = (row: VariantRow): AdminVariant => ({
  sku: row.sku,
  options: { size: row.size, color: row.color },
  price: money(row.price),
  compareAtPrice: row.compareAtPrice === null ? null : money(row.compareAtPrice),
  weight: row.weight,
  image: row.image,
  stock: row.stock,
  lowStock: row.lowStock,
});
