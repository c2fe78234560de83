import * as z from "zod";
import { rows } from "../../aws/postgres.ts";
import { listed, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import * as Events from "../../events/events.ts";
import * as Audit from "../../merchant/audit.ts";
import type { PatchVariant } from "./variant.schema.ts";
import { VariantRow } from "./variant.view.ts";

const ChangedRow = VariantRow.extend({
  productHandle: z.string(),
  /** False: the former price would not be higher than the price, so nothing was changed. */
  isValid: z.boolean(),
});

const shown = sql`jsonb_build_object('price', price, 'compareAtPrice', compare_at_price, 'image', image,
  'lowStock', low_stock)`;

/** Returns the variant after the change. No row: there is no such variant. */
export const change = (
  ctx: Context,
  by: Audit.Author,
  sku: string,
  { price, compareAtPrice, image, lowStock }: PatchVariant,
) =>
  rows(
    ctx,
    ChangedRow,
    sql`
      with seen as materialized (
        select * from variant where sku = ${sku} for update
      ), wanted as materialized (
        select sku, product_id, size, color, weight, stock,
          coalesce(${lowStock ?? null}::integer, low_stock) as low_stock,
          coalesce(${price?.amount ?? null}::integer, price) as price,
          case when ${compareAtPrice === undefined} then compare_at_price else ${compareAtPrice?.amount ?? null}::integer end
            as compare_at_price,
          case when ${image === undefined} then image else ${image ? JSON.stringify(image) : null}::jsonb end as image
        from seen
      ), changed as (
        update variant v set price = w.price, compare_at_price = w.compare_at_price, low_stock = w.low_stock
          ${image === undefined ? sql`` : sql`, image = w.image`}
        from wanted w
        where v.sku = w.sku and coalesce(w.compare_at_price > w.price, true)
          and (v.price, v.compare_at_price, v.image, v.low_stock) is distinct from (
            w.price, w.compare_at_price, w.image, w.low_stock
          )
        returning v.*
      ), parent as (
        update product p set version = p.version + 1, updated_at = now()
        from changed where p.id = changed.product_id
        returning p.handle as id
      ), event as (${Events.record(ctx, "product.updated", sql`parent`)}
      ), audit as (${Audit.record(by, {
        from: sql`changed`,
        subject: sql`sku`,
        before: sql`(select ${shown} from seen)`,
        after: shown,
      })}
      )
      select sku, left(size, 64), left(color, 64), price, compare_at_price, weight, shown_image(image), stock, low_stock,
        (select handle from product where id = product_id), coalesce(compare_at_price > price, true)
      from wanted`,
  );

const columns = sql`sku, left(size, 64), left(color, 64), price, compare_at_price, weight, shown_image(image), stock, low_stock`;

export const bySkus = (ctx: Context, skus: string[]) =>
  rows(ctx, VariantRow, sql`select ${columns} from variant where sku in (${listed(skus)})`);
