import type { Context } from "../../context.ts";
import * as Read from "./product.read.sql.ts";
import type { AdminProductSummary } from "./product.schema.ts";
import * as View from "./product.view.ts";
import type { AdminVariant } from "./variant.schema.ts";
import * as VariantSql from "./variant.sql.ts";
import { variantView } from "./variant.view.ts";

/** The products with these handles. Deleted ones are left out. */
export const products = async (ctx: Context, handles: string[]): Promise<AdminProductSummary[]> =>
  handles.length === 0 ? [] : (await Read.byHandles(ctx, handles)).map(View.summary);

/** The variants with these SKUs. Deleted ones are left out. */
export const variants = async (ctx: Context, skus: string[]): Promise<AdminVariant[]> =>
  skus.length === 0 ? [] : (await VariantSql.bySkus(ctx, skus)).map(variantView);
