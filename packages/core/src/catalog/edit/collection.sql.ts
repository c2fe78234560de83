import * as z from "zod";
import { json, rows } from "../../aws/postgres.ts";
import { type Sql, sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import { type Match, matches } from "../../match.sql.ts";
import * as Audit from "../../merchant/audit.ts";
import { Image } from "../catalog.schema.ts";
import { shownProducts } from "../catalog.sql.ts";
import { AdminSeo } from "./fields.schema.ts";
import { Status } from "./product.schema.ts";

/** Two collections are the same if these are. */
const doc = sql`jsonb_build_object('title', title, 'description', description, 'image', image, 'position', position, 'seo', seo,
          'products', products)`;

const PutRow = z.object({
  saved: z.boolean(),
  /** Whether the collection existed before. */
  existed: z.boolean(),
  /** The collection was as wanted before, so nothing was written. */
  isSame: z.boolean(),
  /** Whether its version was allowed. */
  matched: z.boolean(),
  /** There are as many collections as allowed. */
  isFull: z.boolean(),
  /** The indexes of wanted products that do not exist, and of those that are in the list already. */
  unknown: json(z.array(z.int())),
  repeated: json(z.array(z.int())),
});

/** The changed fields, for the audit log. `side`: `before` or `after`. */
const changes = (side: Sql): Sql => sql`(select coalesce(jsonb_object_agg(key, ${side}), '{}') from field)`;

/**
 * Creates or replaces a collection, in one statement. `text` is the collection as JSON. If nothing was saved and `isSame` is
 * false, a field of the row tells why; if none does, another request has changed the collection at the same moment.
 */
export const put = (
  ctx: Context,
  by: Audit.Author,
  { handle, text, match, limit }: { handle: string; text: string; match: Match; limit: number },
) =>
  rows(
    ctx,
    PutRow,
    sql`
      with item as materialized (
        select place - 1 as index, coalesce(
          (select id from product where id = given), (select id from product where handle = given)
        ) as id
        from jsonb_array_elements_text(${text}::jsonb -> 'products') with ordinality as listed(given, place)
      ), repeated as materialized (
        select index from (
          select index, row_number() over (partition by id order by index) as n from item where id is not null
        ) as numbered
        where n > 1
      ), wanted as materialized (
        select title, description, image, position, seo,
          (select coalesce(array_agg(id order by index), '{}') from item) as products
        from jsonb_to_record(${text}::jsonb) as w(title text, description text, image jsonb, position integer, seo jsonb)
      ), seen as materialized (
        select * from collection where handle = ${handle}
      ), field as materialized (
        select key, old.value as before, new.value as after
        from (select each.* from wanted, jsonb_each(${doc}) as each) as new
        full join (select each.* from seen, jsonb_each(${doc}) as each) as old using (key)
        where old.value is distinct from new.value
      ), others as materialized (
        select count(*) >= ${limit} and not exists (select from seen) as is_full
        from (select from collection order by position, handle limit ${limit}) as c
      ), allowed as materialized (
        select * from wanted
        where not exists (select from item where id is null) and not exists (select from repeated)
          and not (select is_full from others)
          and ${matches(match, sql`(select version from seen)`)}
          and exists (select from field)
      ), created as (
        insert into collection (handle, title, description, image, position, seo, products)
        select ${handle}, title, description, image, position, seo, products from allowed where not exists (select from seen)
        on conflict (handle) do nothing
        returning handle
      ), replaced as (
        -- No row if another request has changed the collection since this statement began.
        update collection c set title = a.title, description = a.description, image = a.image, position = a.position, seo = a.seo,
          products = a.products, version = c.version + 1
        from allowed a, seen
        where c.handle = seen.handle and c.version = seen.version
        returning c.handle
      ), saved as materialized (
        select * from created union all select * from replaced
      ), audit as (${Audit.record(by, {
        from: sql`saved`,
        subject: sql`handle`,
        before: sql`case when exists (select from seen) then ${changes(sql`before`)} end`,
        after: changes(sql`after`),
      })}
      )
      select exists (select from saved), exists (select from seen), not exists (select from field),
        ${matches(match, sql`(select version from seen)`)}, (select is_full from others),
        (select coalesce(jsonb_agg(index order by index), '[]') from item where id is null),
        (select coalesce(jsonb_agg(index order by index), '[]') from repeated)`,
  );

/** No row: there is no such collection. */
export const remove = (ctx: Context, by: Audit.Author, handle: string) =>
  rows(
    ctx,
    z.object({ handle: z.string() }),
    sql`
      with removed as (
        delete from collection where handle = ${handle} returning *
      ), audit as (${Audit.record(by, { from: sql`removed`, subject: sql`handle`, before: doc })}
      )
      select handle from removed`,
  );

const SummaryRow = z.object({
  handle: z.string(),
  title: z.string(),
  image: json(Image).nullable(),
  position: z.int(),
  productCount: z.int(),
  version: z.int(),
});

/** In their order, after a position. One more than `limit` if there are more. */
export const list = (ctx: Context, after: { position: number; handle: string }, limit: number) =>
  rows(
    ctx,
    SummaryRow,
    sql`
      select handle, title, image, position, ${shownProducts}, version
      from (
        select * from collection
        where (position, handle) > (${after.position}::integer, ${after.handle})
        order by position, handle
        limit ${limit + 1}
      ) as c
      order by position, handle`,
  );

const { handle, title, image, position, version } = SummaryRow.shape;
const CollectionRow = z.object({
  handle,
  title,
  image,
  position,
  version,
  description: z.string(),
  seo: json(AdminSeo),
  /** Null, like all that follow: the collection has no product. */
  productId: z.string().nullable(),
  productHandle: z.string().nullable(),
  productTitle: z.string().nullable(),
  status: Status.nullable(),
  productImage: json(Image).nullable(),
  isShown: z.boolean(),
});
export type CollectionRow = z.infer<typeof CollectionRow>;

/** One row for each product, in their order. Only the first has the collection's own texts: the Data API returns at most 1 MiB. */
export const one = (ctx: Context, name: string) =>
  rows(
    ctx,
    CollectionRow,
    sql`
      select c.handle, case when is_first then c.title else '' end, case when is_first then c.image end, c.position, c.version,
        case when is_first then c.description else '' end, case when is_first then coalesce(c.seo, 'null') else 'null' end,
        p.id, p.handle, left(p.title, 255), p.status, shown_image(p.images -> 0), p.price_from is not null
      from collection c left join lateral (
        select found.*, row_number() over (order by place) as n
        from unnest(c.products) with ordinality as listed(id, place),
          lateral (select * from product where id = listed.id offset 0) as found
      ) as p on true, lateral (select coalesce(n, 1) = 1 as is_first) as row
      where c.handle = ${name}
      order by n`,
  );
