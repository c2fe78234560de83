import createFetchClient, { type Client } from "openapi-fetch";
import { createCart } from "./cart.ts";
import { type Fetch, LIMITS, type Limits, retrying } from "./fetch.ts";
import { once } from "./once.ts";
import type { Problem } from "./problem.ts";
import type { components, paths } from "./schema.ts";
import { requireCookies, type TokenStore, withToken } from "./token.ts";

export type Api = Client<paths, `${string}/${string}`>;
export type PlaceOrder = components["schemas"]["PlaceOrder"];
export type Product = components["schemas"]["ProductSummary"];
export type ProductQuery = NonNullable<paths["/v1/products"]["get"]["parameters"]["query"]>;

export interface Options extends Partial<Limits> {
  /** The shop's address. Not needed in a page of the same origin. */
  baseUrl?: string;
  /** Keeps the session's token. Needed where `fetch` keeps no cookies, as in Node, and in pages of another origin. */
  token?: TokenStore;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** Without `token`, it must keep cookies or forward those of a shopper. */
  fetch?: Fetch;
}

/**
 * A client of a shop. `GET`, `POST`, `PUT`, `PATCH` and `DELETE` return `{ data }` or `{ error }`, whose `code` tells what
 * happened. They repeat what is safe to repeat. They throw only if your `signal` aborts, or if the session is lost because `fetch`
 * keeps no cookies and there is no `token`.
 * @example
 * const shop = createClient({ baseUrl: "https://shop.example", token });
 * const { data, error } = await shop.GET("/v1/products/{handle}", { params: { path: { handle: "linen-shirt" } } });
 */
export function createClient({ baseUrl = "", token, headers, fetch = send, ...limits }: Options = {}) {
  const reliable = retrying(fetch, { ...LIMITS, ...limits });
  const withoutToken = fetch === send ? requireCookies(reliable) : reliable;
  const sendWithSession = token ? withToken(reliable, token) : withoutToken;
  const api = createFetchClient<paths>({
    baseUrl,
    ...(headers && { headers }),
    fetch: async (request) => {
      const response = await sendWithSession(request);
      if (changesCart(request) && (response.ok || response.status >= 500)) cart.replaced();
      return response;
    },
  });
  const cart = createCart(api);
  const placeOnce = once((key: string, body: PlaceOrder) =>
    api.POST("/v1/orders", { params: { header: { "Idempotency-Key": key } }, body }),
  );

  return {
    GET: api.GET,
    POST: api.POST,
    PUT: api.PUT,
    PATCH: api.PATCH,
    DELETE: api.DELETE,
    cart,
    /** All products that match, page by page. Throws a `ShopError` if a page cannot be read. */
    products: (query: Omit<ProductQuery, "cursor"> = {}, init: { signal?: AbortSignal } = {}) =>
      products(api, query, init),
    /** Places an order once, even if it is called again after a lost answer. The cart is read again afterwards. */
    placeOrder: (body: PlaceOrder) => placeOnce(body),
  };
}

export type ShopClient = ReturnType<typeof createClient>;

/** Looked up at each call, so that tests and tools can replace it. */
const send: Fetch = (request) => globalThis.fetch(request);

/** An order empties the cart, and signing in or out replaces it. */
const changesCart = ({ method, url }: Request): boolean =>
  method !== "GET" && /\/v1\/(orders|sessions|sessions\/current|customers|customers\/me\/erasure)$/.test(url);

/** A problem, where there is no result to return it in. */
export class ShopError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

async function* products(
  api: Api,
  query: Omit<ProductQuery, "cursor">,
  { signal }: { signal?: AbortSignal },
): AsyncGenerator<Product> {
  for (let cursor: string | undefined; ; ) {
    const page: ProductQuery = { ...query, ...(cursor !== undefined && { cursor }) };
    const { data, error } = await api.GET("/v1/products", {
      params: { query: page },
      ...(signal && { signal }),
    });
    if (error) throw new ShopError(error);
    yield* data.data;
    if (data.nextCursor === null) return;
    cursor = data.nextCursor;
  }
}
