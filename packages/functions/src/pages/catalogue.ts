import * as Catalog from "@myclothes/core/catalog";
import { ProductQuery } from "@myclothes/core/catalog/schema";
import type { Context } from "@myclothes/core/context";
import { type Code, Refusal } from "@myclothes/core/refusal";
import type { Catalogue } from "@myclothes/storefront/render";
import { parseQuery } from "../http/query.ts";
import { HttpRefusal } from "../http/refusal.ts";

/** The catalogue for pages, with the caches and the rules of the API. */
export const catalogueOf = (ctx: Context): Catalogue => ({
  product: async (handle) =>
    sent(await unless("catalog.unknown_product", () => Catalog.product(ctx, handle))),
  products: async (query) =>
    sent(
      await unless("request.invalid", () =>
        Catalog.products(ctx, parseQuery(ProductQuery, new URLSearchParams(query), { allowUnknown: false })),
      ),
    ),
  categories: async () => sent((await Catalog.categories(ctx)).data),
  collections: async () => sent((await Catalog.collections(ctx)).data),
});

/** A value as its JSON describes it: an optional member is there, or it is not. */
type Sent<T> = T extends object ? { [K in keyof T]: Sent<Exclude<T[K], undefined>> } : T;

const sent = <T>(value: T): Sent<T> => value as Sent<T>;

/** Undefined if the work is refused with this code. */
async function unless<T>(code: Code, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if ((error instanceof Refusal || error instanceof HttpRefusal) && error.code === code) return undefined;
    throw error;
  }
}
