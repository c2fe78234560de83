import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import { Image } from "../catalog/catalog.schema.ts";
import type { Context } from "../context.ts";
import { StoredAddress } from "../customer/address.schema.ts";
import { type Destination, storedShipping } from "../pricing/pricing.ts";
import { ShippingSettings } from "../pricing/shipping.schema.ts";
import type { Buyer } from "./order.rules.ts";

/** The buyer's e-mail and address, from the request or the account. No row if the account is gone. */
export const buyer = ({ customerId, email, address, addressId }: Buyer): Sql => sql`
        select
          coalesce(${email}::text, (select email from customer where id = ${customerId}::text)) as email,
          coalesce(${address && JSON.stringify(address)}::jsonb, (
            select content from address where id = ${addressId}::text and customer_id = ${customerId}::text
          )) as address
        where ${customerId}::text is null or exists (select from customer where id = ${customerId}::text)`;

/** The condition that `address` is the one that was quoted. True if none was quoted. */
export const isQuotedAddress = (quoted: Destination | undefined): Sql =>
  quoted === undefined
    ? sql`true`
    : sql`(address ->> 'country', address ->> 'region', address ->> 'postalCode') is not distinct from
          (${quoted.country}::text, ${quoted.region ?? null}::text, ${quoted.postalCode ?? null}::text)`;

const CheckoutRow = z.object({
  sku: z.string(),
  /** Empty, like the other texts, if the variant is no longer sold. */
  productId: z.string(),
  productHandle: z.string(),
  title: z.string(),
  size: z.string(),
  color: z.string(),
  image: json(Image).nullable(),
  /** Null, like `stock`, if the variant is no longer sold. */
  price: z.int().nullable(),
  stock: z.int().nullable(),
  /** In grams. Null if it is not known. */
  weight: z.int().nullable(),
  /** False: the customer's account is gone. */
  hasBuyer: z.boolean(),
  /** Null in all rows but the first, and if the stored address is gone. */
  address: json(StoredAddress).nullable(),
  /** In the first row. */
  shipping: json(ShippingSettings).nullable(),
});
export type CheckoutRow = z.infer<typeof CheckoutRow>;

/** For a quote, and for an order that was not placed: the buyer, and the variant of each SKU. One row for each SKU. */
export const current = (ctx: Context, skus: string[], who: Buyer) =>
  rows(
    ctx,
    CheckoutRow,
    sql`
      with buyer as (${buyer(who)}
      )
      select wanted.sku, coalesce(p.id, ''), coalesce(p.handle, ''), coalesce(left(p.title, 255), ''),
        coalesce(left(v.size, 64), ''), coalesce(left(v.color, 64), ''), shown_image(coalesce(v.image, p.images -> 0)),
        v.price, v.stock, v.weight, exists (select from buyer),
        case wanted.position when 1 then (select address from buyer) end,
        case wanted.position when 1 then ${storedShipping()} end
      from jsonb_array_elements_text(${JSON.stringify(skus)}::jsonb) with ordinality as wanted(sku, position)
      left join (variant v join product p on p.id = v.product_id and p.status = 'active') on v.sku = wanted.sku
      order by wanted.position`,
  );
