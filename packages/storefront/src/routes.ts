import { decode } from "./links.ts";
import type { Catalogue, Category, Collection, Product, ProductPage } from "./render.types.ts";

/** The pages that show the catalogue. Servers render them, with their data. */
interface CataloguePage {
  home: { products: ProductPage; collections: Collection[] };
  category: { category: Category; products: ProductPage };
  collection: { collection: Collection; products: ProductPage };
  search: { products: ProductPage };
  product: { product: Product };
}

/** The pages without data of the catalogue. Only browsers render them. */
export const personal = {
  checkout: "/checkout",
  order: "/orders/:id",
  signIn: "/sign-in",
  register: "/register",
  passwordForgotten: "/account/password-forgotten",
  passwordReset: "/account/password-reset",
  emailVerification: "/account/email-verification",
  account: "/account",
  accountOrders: "/account/orders",
  accountAddresses: "/account/addresses",
  accountSessions: "/account/sessions",
  accountData: "/account/data",
  behind: "/behind",
} as const;
export type PersonalPage = keyof typeof personal;

/** Places for texts that the law asks for. */
export const legal = ["imprint", "privacy", "terms", "delivery"] as const;
export type LegalPage = (typeof legal)[number];

type Route =
  | { page: "home" | "search" | "missing" }
  | { page: "category" | "collection" | "product"; handle: string }
  | { page: "legal"; name: LegalPage }
  | { page: "personal"; name: PersonalPage; id: string };

/** All that a page needs to be shown. It is part of the document, so that a browser need not ask again. */
export type Page = { path: string; query: string; categories: Category[] } & (
  | { [P in keyof CataloguePage]: { name: P } & CataloguePage[P] }[keyof CataloguePage]
  | { name: "legal"; text: LegalPage }
  | { name: "personal"; page: PersonalPage; id: string }
  | { name: "missing" }
  | { name: "failed" }
);
export type PageOf<N extends Page["name"]> = Extract<Page, { name: N }>;

const PAGE_SIZE = 24;
/** How many collections the first page shows. */
const COLLECTIONS = 3;

/** The route of a path, as the browser sent it. */
export function routeOf(path: string): Route {
  if (path === "/") return { page: "home" };
  if (path === "/search") return { page: "search" };
  const [, kind, segment, rest] =
    /^\/(categories|collections|products|legal)\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  if (kind && segment && !rest) {
    const handle = decode(segment);
    if (handle === undefined) return { page: "missing" };
    if (kind === "categories") return { page: "category", handle };
    if (kind === "collections") return { page: "collection", handle };
    if (kind === "products") return { page: "product", handle };
    const name = legal.find((one) => one === handle);
    return name ? { page: "legal", name } : { page: "missing" };
  }
  for (const [name, pattern] of Object.entries(personal)) {
    const match = new RegExp(`^${pattern.replace(":id", "([^/]+)")}$`).exec(path);
    const id = match && decode(match[1] ?? "");
    if (id !== undefined && id !== null) return { page: "personal", name: name as PersonalPage, id };
  }
  return { page: "missing" };
}

/** Loads what a page shows. A product with a former handle has another `path`. Throws the error of the catalogue. */
export async function loadPage(path: string, query: string, catalogue: Catalogue): Promise<Page> {
  const route = routeOf(path);
  const [found, categories] = await Promise.all([load(route, query, catalogue), catalogue.categories()]);
  return { path, query, categories, ...found } as Page;
}

async function load(route: Route, query: string, catalogue: Catalogue) {
  const missing = { name: "missing" as const };
  switch (route.page) {
    case "home": {
      const [products, all] = await Promise.all([
        catalogue.products("limit=12&inStock=true"),
        catalogue.collections(),
      ]);
      const collections = all.filter(({ productCount }) => productCount > 0).slice(0, COLLECTIONS);
      return products ? { name: route.page, products, collections } : missing;
    }
    case "search": {
      const products = await catalogue.products(listQuery(query));
      return products ? { name: route.page, products } : missing;
    }
    case "category": {
      const category = (await catalogue.categories()).find(({ handle }) => handle === route.handle);
      const products = category && (await catalogue.products(listQuery(query, { category: route.handle })));
      return products ? { name: route.page, category, products } : missing;
    }
    case "collection": {
      const collection = (await catalogue.collections()).find(({ handle }) => handle === route.handle);
      const products =
        collection && (await catalogue.products(listQuery(query, { collection: route.handle })));
      return products ? { name: route.page, collection, products } : missing;
    }
    case "product": {
      const product = await catalogue.product(route.handle);
      if (!product) return missing;
      return {
        name: route.page,
        product,
        ...(product.handle !== route.handle.normalize("NFC") && { path: productPath(product.handle) }),
      };
    }
    case "legal":
      return { name: route.page, text: route.name };
    case "personal":
      return { name: route.page, page: route.name, id: route.id };
    default:
      return missing;
  }
}

/** A page that lists products, with filters. */
export type ListPageOf = PageOf<"category" | "collection" | "search">;

/** The list to which a page's products belong, as the API names it. */
export const listOf = (page: ListPageOf): { category?: string; collection?: string } =>
  page.name === "category"
    ? { category: page.category.handle }
    : page.name === "collection"
      ? { collection: page.collection.handle }
      : {};

/** Whether a page's document depends on the catalogue. */
export const hasData = (path: string): boolean => !["personal", "legal"].includes(routeOf(path).page);

/** The API's query for a list page: the page's own, with counts and a fixed size. */
export function listQuery(query: string, of: { category?: string; collection?: string } = {}): string {
  const parameters = new URLSearchParams(query);
  for (const [name, handle] of Object.entries(of)) parameters.set(name, handle);
  parameters.set("facets", "true");
  parameters.set("limit", String(PAGE_SIZE));
  return parameters.toString();
}

export const productPath = (handle: string): string => `/products/${encodeURIComponent(handle)}`;
export const categoryPath = (handle: string): string => `/categories/${encodeURIComponent(handle)}`;
export const collectionPath = (handle: string): string => `/collections/${encodeURIComponent(handle)}`;
export const orderPath = (id: string): string => `/orders/${encodeURIComponent(id)}`;
