import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/** What may change of a variant from day to day. Prices in minor units; what is left out stays. */
export interface VariantChange {
  price?: number | undefined;
  stock?: number | undefined;
}

/** The handle of the variant's product; no row: there is no such variant. */
export const change = (ctx: Context, sku: string, { price, stock }: VariantChange) =>
  rows(
    ctx,
    z.object({ handle: z.string() }),
    sql`
      with changed as (
        update variant
        set price = coalesce(${price ?? null}::integer, price), stock = coalesce(${stock ?? null}::integer, stock)
        where sku = ${sku}
        returning product_id
      )
      update product p set updated_at = now() from changed where p.id = changed.product_id
      returning p.handle`,
  );
