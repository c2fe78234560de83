import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { Srcset } from "../image/srcset.schema.ts";
import { Image } from "./catalog.schema.ts";

const Size = z.object({ width: z.int().optional(), height: z.int().optional(), srcset: Srcset.optional() });

/** An image with its size, if the shop has converted it. */
export const SizedImage = Image.extend(Size.shape);

/** What the merchant wrote for search engines. */
export const Seo = z.object({ title: z.string().optional(), description: z.string().optional() });
export type Seo = z.infer<typeof Seo>;

/** Rows of several kinds, so that one statement returns everything about a product. */
const Part = z.object({ kind: z.string(), text: z.string().nullable(), doc: json(z.unknown()).nullable() });

const ProductDoc = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  category: z.string(),
  seo: Seo.nullable(),
  updatedAt: z.string().transform((text) => new Date(text).toISOString()),
});

const VariantDoc = z.object({
  sku: z.string(),
  size: z.string().normalize("NFC"),
  color: z.string().normalize("NFC"),
  price: z.int(),
  compareAtPrice: z.int().nullable(),
  stock: z.int(),
  image: Image.nullable(),
});

export interface ProductRows extends z.infer<typeof ProductDoc> {
  description: string;
  images: Image[];
  variants: z.infer<typeof VariantDoc>[];
  /** By the images' URLs. */
  sizes: Map<string, z.infer<typeof Size>>;
  related: string[];
}

/** So many rows with the longest texts and images stay below 1 MiB, the Data API's limit for an answer. */
const PART = 250;
const MAX_SIZES = 200;
const RELATED = 8;
/** How many products on each side are looked at for available ones. */
const NEAR = 24;

/**
 * The active product with this handle, or the one to which the handle redirects. One call for each `PART` of its variants. Texts
 * from before today's limits are cut. Undefined: there is none.
 */
export async function product(ctx: Context, handle: string): Promise<ProductRows | undefined> {
  const all: z.infer<typeof Part>[] = [];
  for (let offset = 0; ; offset += PART) {
    const part = await readPart(ctx, handle, offset);
    all.push(...part);
    if (part.filter(({ kind }) => kind === "variant").length < PART) break;
  }
  const of = (wanted: string) => all.filter(({ kind }) => kind === wanted);
  const [first] = of("product");
  if (!first) return undefined;
  const sizes = of("size").map(({ text, doc }) => [text ?? "", Size.parse(doc)] as const);
  return {
    ...ProductDoc.parse(first.doc),
    description: first.text ?? "",
    images: z.array(Image).parse(of("images")[0]?.doc),
    variants: of("variant").map(({ doc }) => VariantDoc.parse(doc)),
    sizes: new Map(sizes),
    related: of("related").flatMap(({ text }) => text ?? []),
  };
}

const readPart = (ctx: Context, handle: string, offset: number) =>
  rows(
    ctx,
    Part,
    sql`
      with wanted as materialized (
        select * from product
        where status = 'active' and handle = coalesce(
          (select handle from product where handle = ${handle} and status = 'active'),
          (select target from redirect where handle = ${handle})
        )
      ), variant_of as materialized (
        select v.*, row_number() over (order by v.position, v.sku) as place
        from variant v where v.product_id = (select id from wanted)
      )
      ${offset === 0 ? sql`${once} union all` : sql``}
      (
        select 'variant' as kind, null as text, jsonb_build_object(
          'sku', sku, 'size', left(size, 64), 'color', left(color, 64), 'price', price, 'compareAtPrice', compare_at_price,
          'stock', stock, 'image', shown_image(image)
        ) as doc
        from variant_of where place > ${offset} and place <= ${offset + PART} order by place
      )`,
  );

const fields = sql`jsonb_build_object('width', i.width, 'height', i.height, 'srcset', i.srcset)`;

/** An image with its size. */
export const withSize = (image: Sql): Sql =>
  sql`${image} || coalesce((select ${fields} from image i where i.url = ${image} ->> 'url' limit 1), '{}')`;

/** Available products of the category with a higher or a lower price. The direction is that of the index. */
const near = (isHigher: boolean): Sql => {
  const [compare, direction] = isHigher ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  return sql`(
          select near.* from wanted w, lateral (
            select p.id, p.handle, p.price_from, p.available from product p
            where p.category = w.category and (p.price_from, p.id) ${compare} (w.price_from, w.id)
            order by p.price_from ${direction}, p.id ${direction} limit ${NEAR}
          ) as near where near.available limit ${RELATED}
        )`;
};

/** Everything but the variants. Related products are those of the same category with the nearest prices. */
const once = sql`
      select 'product' as kind, description as text, jsonb_build_object(
        'id', id, 'handle', handle, 'title', left(title, 255), 'category', category, 'seo', seo, 'updatedAt', updated_at
      ) as doc
      from wanted
      union all
      select 'images', null, images from wanted
      union all (
        select 'size', i.url, ${fields} from image i
        where i.url in (
          select one ->> 'url' from wanted, jsonb_array_elements(images) as one
          union select image ->> 'url' from variant_of where image is not null
        )
        limit ${MAX_SIZES}
      )
      union all (
        select 'related', handle, null from (
          ${near(true)} union all ${near(false)}
        ) as found
        order by abs(price_from - (select price_from from wanted)), id desc
        limit ${RELATED}
      )`;
