import { type Cache, cache, type Load } from "../cache/cache.ts";
import type { Context } from "../context.ts";
import { invalid, Refusal } from "../refusal.ts";
import { isName } from "../text.ts";
import * as Change from "./catalog.change.sql.ts";
import { isCommon, keyOf, page, readCursor, product as shown } from "./catalog.rules.ts";
import {
  type Availability,
  CategoryList,
  Product,
  ProductPage,
  type ProductQuery,
  VariantChange,
} from "./catalog.schema.ts";
import * as Sql from "./catalog.sql.ts";
import { Variant } from "./catalog.sql.ts";

export type { Variant } from "./catalog.sql.ts";

/** Availability tells no more than this, so that nobody reads our stock off it. */
const QUANTITY_SHOWN = 20;

/** Pages that many shoppers look at; what one searches for, or counts out in prices, nobody else asks for again. */
const pages = cache({ kind: "page", shape: ProductPage, size: 200 });
const details = cache({ kind: "product", shape: Product, size: 500 });
const lists = cache({ kind: "categories", shape: CategoryList, size: 1 });
/** What a cart shows of its lines: checkout trusts none of it. 5,000 are about 2 MB. */
const offers = cache({ kind: "variant", shape: Variant, size: 5_000 });

export async function products(ctx: Context, query: ProductQuery): Promise<ProductPage> {
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, query);
  const load = async () => page(await Sql.products(ctx, query, after), query);
  return isCommon(query) ? only(pages, ctx, keyOf(query), load) : load();
}

export async function product(ctx: Context, handle: string): Promise<Product> {
  const name = handle.normalize("NFC");
  const found = isName(name) && (await only(details, ctx, name, () => loadProduct(ctx, name)));
  if (!found) throw new Refusal("catalog.unknown_product", "There is no product with this handle.");
  return found;
}

export const categories = (ctx: Context): Promise<CategoryList> =>
  only(lists, ctx, "all", async () => ({ data: await Sql.categories(ctx) }));

/** Read anew each time: what the shopper sees beside the "buy" button. */
export async function availability(ctx: Context, sku: string): Promise<Availability> {
  const [variant] = isName(sku) ? await Sql.variants(ctx, [sku]) : [];
  if (!variant) throw unknownSku(sku);
  return { sku, available: variant.stock > 0, quantity: Math.min(variant.stock, QUANTITY_SHOWN) };
}

/** Variants by sku, with one call for all that this instance does not remember. Unknown skus are left out. */
export const variants = (ctx: Context, skus: string[]): Promise<Map<string, Variant>> =>
  offers.get(ctx, skus.filter(isName), loadVariants(ctx));

/** Changes a variant, in Aurora and then in the cache: carts and the product's page show it here at once, and everything shows it everywhere within a minute. */
export async function change(ctx: Context, sku: string, to: VariantChange): Promise<void> {
  const { error } = VariantChange.safeParse(to);
  if (error) throw invalid(error.issues);
  const [changed] = isName(sku) ? await Change.change(ctx, sku, to) : [];
  if (!changed) throw unknownSku(sku);
  await refresh(ctx, sku, changed.handle);
}

/**
 * Deletes a variant. This instance refuses it at once, the others when their own copy has expired. Orders keep their lines.
 * Safe to repeat: a second call refreshes the cache again and throws `catalog.unknown_sku`.
 */
export async function remove(ctx: Context, sku: string): Promise<void> {
  if (!isName(sku)) throw unknownSku(sku);
  const [removed] = await Change.remove(ctx, sku);
  await refresh(ctx, sku, removed?.handle);
  if (!removed) throw unknownSku(sku);
}

async function refresh(ctx: Context, sku: string, handle: string | undefined): Promise<void> {
  const product =
    handle &&
    details.refresh(
      ctx,
      [handle],
      loadOne(() => loadProduct(ctx, handle)),
    );
  await Promise.all([offers.refresh(ctx, [sku], loadVariants(ctx)), product]);
}

const loadVariants =
  (ctx: Context): Load<Variant> =>
  async (skus) => {
    const found = await Sql.variants(ctx, skus);
    return new Map(found.map((variant) => [variant.sku, variant]));
  };

async function loadProduct(ctx: Context, handle: string): Promise<Product | undefined> {
  const [first, ...rest] = await Sql.product(ctx, handle);
  return first && shown([first, ...rest]);
}

export const unknownSku = (sku: string): Refusal =>
  new Refusal("catalog.unknown_sku", `There is no variant with the sku ${JSON.stringify(sku)}.`);

/** Undefined: there is no such key. */
async function only<V, T extends V | undefined>(
  from: Cache<V>,
  ctx: Context,
  key: string,
  load: () => Promise<T>,
): Promise<T> {
  const found = await from.get(ctx, [key], loadOne<V>(load));
  return found.get(key) as T;
}

const loadOne =
  <V>(load: () => Promise<V | undefined>): Load<V> =>
  async ([key = ""]) => {
    const value = await load();
    return new Map(value === undefined ? [] : [[key, value]]);
  };
