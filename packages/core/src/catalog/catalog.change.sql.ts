import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { VariantChange } from "./catalog.schema.ts";

/** Returns the handle of the variant's product, and no row if there is no such variant. */
export const change = (ctx: Context, sku: string, { price, stock }: VariantChange) =>
  rows(
    ctx,
    z.object({ handle: z.string() }),
    sql`
      with changed as (
        update variant
        set price = coalesce(${price ?? null}::bigint, price), stock = coalesce(${stock ?? null}::bigint, stock)
        where sku = ${sku}
        returning product_id
      )
      update product p set updated_at = now() from changed where p.id = changed.product_id
      returning p.handle`,
  );

/** Returns the handle of the variant's product, and no row if there is no such variant. */
export const remove = (ctx: Context, sku: string) =>
  rows(
    ctx,
    z.object({ handle: z.string() }),
    sql`
      with removed as (
        delete from variant where sku = ${sku} returning product_id
      )
      update product p set updated_at = now() from removed where p.id = removed.product_id
      returning p.handle`,
  );
