import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { defaultShipping } from "./shipping.rules.ts";
import { ShippingSettings } from "./shipping.schema.ts";

/** The stored shipping options as jsonb, or else the defaults. */
export const storedShipping = (): Sql => sql`coalesce(
        (select content -> 'shippingOptions' from settings where id = 'shop'),
        ${JSON.stringify(defaultShipping)}::jsonb
      )`;

/**
 * The title and price of the stored option `id`, for a country, a subtotal and a weight in grams. No row: the option does not
 * exist, or does not ship to the country. It decides like `shippingPrice`.
 */
export const shippingRate = ({
  id,
  country,
  subtotal,
  weight,
}: {
  id: string;
  country: Sql;
  subtotal: number;
  weight: Sql;
}): Sql => sql`
        select option ->> 'title' as title, case
          when ${subtotal} >= (rate -> 'freeFrom' ->> 'amount')::bigint then 0
          else coalesce((
            select (heavier -> 'price' ->> 'amount')::bigint
            from jsonb_array_elements(rate -> 'weightPrices') as prices(heavier)
            where (heavier ->> 'from')::bigint <= ${weight}
            order by (heavier ->> 'from')::bigint desc
            limit 1
          ), (rate -> 'price' ->> 'amount')::bigint)
        end as price
        from jsonb_array_elements(${storedShipping()}) as options(option),
          jsonb_array_elements(option -> 'rates') as rates(rate)
        where option ->> 'id' = ${id}
          and (rate -> 'countries' is null or rate -> 'countries' @> to_jsonb(${country}))
        order by rate -> 'countries' is null
        limit 1`;

export const read = (ctx: Context) =>
  rows(ctx, z.object({ options: json(ShippingSettings) }), sql`select ${storedShipping()}`);
