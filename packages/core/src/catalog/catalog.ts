import { type Cache, cache, type Deferred, type Load, type Reads } from "../cache/cache.ts";
import type { Context } from "../context.ts";
import { type FieldError, Refusal } from "../refusal.ts";
import { isName } from "../text.ts";
import { isCommon, keyOf, readCursor, Variant } from "./catalog.rules.ts";
import {
  type Availability,
  type Category,
  CategoryList,
  type Collection,
  CollectionList,
  Product,
  ProductPage,
  type ProductQuery,
  type SuggestionQuery,
  type Suggestions,
} from "./catalog.schema.ts";
import * as Sql from "./catalog.sql.ts";
import * as View from "./catalog.view.ts";
import * as ProductSql from "./product.sql.ts";
import { findByIds, findPage, suggest } from "./search/search.ts";

export type { Reads, Variant };

/** `availability` shows no higher number, so that competitors cannot read our stock. */
const QUANTITY_SHOWN = 20;

const pages = cache({ kind: "page", shape: ProductPage, size: 200 });
const details = cache({ kind: "product", shape: Product, size: 500 });
const lists = cache({ kind: "categories", shape: CategoryList, size: 1 });
const collectionLists = cache({ kind: "collections", shape: CollectionList, size: 1 });
/** For the lines of carts. An order reads its variants anew. 5,000 variants take about 2 MB. */
const variantCache = cache({ kind: "variant", shape: Variant, size: 5_000 });

/** One page of the product list. Throws `request.invalid` for the cursor of another query. */
export async function products(ctx: Context, query: ProductQuery): Promise<ProductPage> {
  if (query.id) {
    // The edge sorts the parameters, so the shop cannot know the order in which the client sent them.
    const found = await findByIds(ctx, [...new Set(query.id)].sort(), query);
    return View.page({ products: found, next: null }, query);
  }
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, query);
  const load = async () => View.page(await findPage(ctx, query, after), query);
  return isCommon(query) ? getOne(pages, ctx, keyOf(query), load) : load();
}

/** The most products and categories that are suggested, and the most categories among them. */
const SUGGESTED = 8;
const SUGGESTED_CATEGORIES = 3;

/** Products and categories for words that are still being typed. */
export async function suggestions(ctx: Context, { q }: SuggestionQuery): Promise<Suggestions> {
  if (q === undefined) return { products: [], categories: [] };
  const found = await suggest(ctx, { q, limit: SUGGESTED }, { categories: SUGGESTED_CATEGORIES });
  const { categories } = found;
  return { products: found.products.slice(0, SUGGESTED - categories.length).map(View.summary), categories };
}

/**
 * The product with this handle. It has another handle if this one is a former one that redirects to it. Throws
 * `catalog.unknown_product` if there is none, or if it has no variant.
 */
export async function product(ctx: Context, handle: string): Promise<Product> {
  const name = handle.normalize("NFC");
  const found = isName(name) && (await getOne(details, ctx, name, () => loadProduct(ctx, name)));
  if (!found) throw new Refusal("catalog.unknown_product", "There is no product with this handle.");
  return found;
}

export const categories = (ctx: Context): Promise<CategoryList> =>
  getOne(lists, ctx, "all", () => loadCategories(ctx));

const loadCategories = async (ctx: Context): Promise<CategoryList> => ({
  data: (await Sql.categories(ctx)).map(View.category),
});

/** The category with this handle, from the list of all. Throws `catalog.unknown_category`. */
export async function category(ctx: Context, handle: string): Promise<Category> {
  const name = handle.normalize("NFC");
  const { data } = await categories(ctx);
  const found = data.find((one) => one.handle === name);
  if (!found) throw new Refusal("catalog.unknown_category", "There is no category with this handle.");
  return found;
}

export const collections = (ctx: Context): Promise<CollectionList> =>
  getOne(collectionLists, ctx, "all", () => loadCollections(ctx));

const loadCollections = async (ctx: Context): Promise<CollectionList> => ({
  data: (await Sql.collections(ctx)).map(View.collection),
});

/** The collection with this handle, from the list of all. Throws `catalog.unknown_collection`. */
export async function collection(ctx: Context, handle: string): Promise<Collection> {
  const name = handle.normalize("NFC");
  const { data } = await collections(ctx);
  const found = data.find((one) => one.handle === name);
  if (!found) throw unknownCollection();
  return found;
}

export const unknownCollection = (): Refusal =>
  new Refusal("catalog.unknown_collection", "There is no collection with this handle.");

/** Never cached: a shopper sees it beside the "buy" button. Throws `catalog.unknown_sku`. */
export async function availability(ctx: Context, sku: string): Promise<Availability> {
  const [variant] = isName(sku) ? await Sql.variants(ctx, [sku]) : [];
  if (!variant) throw unknownSku(sku);
  return { sku, available: variant.stock > 0, quantity: Math.min(variant.stock, QUANTITY_SHOWN) };
}

/**
 * Variants by SKU, from the cache or with one call for all that are missing there. Unknown SKUs are left out. `deferred` receives
 * what the shared cache lacks.
 */
export const variants = (ctx: Context, skus: string[], deferred?: Deferred): Promise<Map<string, Variant>> =>
  variantCache.get(ctx, skus.filter(isName), loadVariants(ctx), deferred);

/** What the shared cache may have of these variants, for a read that takes it along. `variants` then does not ask it again. */
export const variantReads = (ctx: Context, skus: string[]): Reads =>
  variantCache.reads(ctx, skus.filter(isName));

/** Loads a product and variants again after a change. This instance shows the change at once, and all others within 30 s. */
export async function refresh(
  ctx: Context,
  { handle, skus }: { handle: string | undefined; skus: string[] },
): Promise<void> {
  const product =
    handle &&
    details.refresh(
      ctx,
      [handle],
      loadOne(() => loadProduct(ctx, handle)),
    );
  await Promise.all([skus.length > 0 && variantCache.refresh(ctx, skus, loadVariants(ctx)), product]);
}

/** The same for the list of categories. */
export const refreshCategories = (ctx: Context): Promise<void> =>
  lists.refresh(
    ctx,
    ["all"],
    loadOne(() => loadCategories(ctx)),
  );

/** The same for the list of collections. */
export const refreshCollections = (ctx: Context): Promise<void> =>
  collectionLists.refresh(
    ctx,
    ["all"],
    loadOne(() => loadCollections(ctx)),
  );

const loadVariants =
  (ctx: Context): Load<Variant> =>
  async (skus) => {
    const found = await Sql.variants(ctx, skus);
    return new Map(found.map((variant) => [variant.sku, variant]));
  };

/** `errors`: the fields that name SKUs without a variant. `sku` is the first of these SKUs. */
export const unknownSku = (sku: string, errors?: FieldError[]): Refusal =>
  new Refusal("catalog.unknown_sku", `There is no variant with the SKU ${JSON.stringify(sku)}.`, {
    ...(errors && { errors }),
  });

async function loadProduct(ctx: Context, handle: string): Promise<Product | undefined> {
  const found = await ProductSql.product(ctx, handle);
  return found && found.variants.length > 0 ? View.product(found) : undefined;
}

/** Gets one value from a cache. Misses are cached too: `load` may return undefined. */
async function getOne<V, T extends V | undefined>(
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
