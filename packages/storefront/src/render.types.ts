import type { components } from "@myclothes/client";

type Schemas = components["schemas"];
export type Product = Schemas["Product"];
export type ProductPage = Schemas["ProductPage"];
export type ProductSummary = Schemas["ProductSummary"];
export type Category = Schemas["Category"];
export type Collection = Schemas["Collection"];

/** What the pages need of the catalogue: in the browser from the API, in the function from the core. */
export interface Catalogue {
  /** Undefined if there is no such product. It has another handle if this one is a former one. */
  product(handle: string): Promise<Product | undefined>;
  /** `query` is that of `GET /v1/products`, as it is in a page's address. Undefined if the API refuses the query. */
  products(query: string): Promise<ProductPage | undefined>;
  categories(): Promise<Category[]>;
  /** In the merchant's order. */
  collections(): Promise<Collection[]>;
}

/** The built files that a document names, relative to the origin: `/assets/main.3f2a.js`. */
export interface Assets {
  shop: Entry;
  admin: Entry;
  /** Fonts to load early. */
  fonts: string[];
}

interface Entry {
  script: string;
  styles: string[];
  /** Modules that the script imports at once. */
  preload: string[];
}

export interface PageRequest {
  /** As the browser sent it: `/products/linen%20shirt`. */
  path: string;
  /** Without the question mark. */
  query: string;
  /** The shop's own origin, for links in documents that others read: `https://shop.example`. */
  origin: string;
}

export type PageAnswer =
  | {
      status: 200 | 404;
      html: string;
      /** Whether the document depends on the catalogue. If not, it never changes between two deploys. */
      hasData: boolean;
    }
  | { status: 301; location: string };

/** Renders any path that belongs to no API. An unknown path gets the 404 page. */
export type RenderPage = (request: PageRequest, catalogue: Catalogue, assets: Assets) => Promise<PageAnswer>;

/** The document without content, with which a browser makes any page by itself: for times when the catalogue cannot be read. */
export type RenderShell = (request: PageRequest, assets: Assets) => string;

// What `render.tsx` exports. Other packages see these types without its JSX.
export declare const renderPage: RenderPage;
export declare const renderShell: RenderShell;
