// The functions that vercel/commerce expects of a provider, for its file `lib/shop/index.ts`. They run in Next.js on the server.
import {
  type components,
  createClient,
  type Cart as ShopCart,
  type CartLine as ShopLine,
  type Product as Summary,
  type TokenStore,
} from "@myclothes/client";

type ShopProduct = components["schemas"]["Product"];
type ShopVariant = ShopProduct["variants"][number];
type ShopMoney = components["schemas"]["Money"];
type ShopImage = components["schemas"]["Image"];

/** Two digits after the point: this shop's prices are in dollars. */
const money = ({ amount, currency }: ShopMoney) => ({
  amount: (amount / 100).toFixed(2),
  currencyCode: currency,
});

const image = (source: ShopImage | null | undefined) => ({
  url: source?.url ?? "",
  altText: source?.alt ?? "",
  width: 1000,
  height: 1250,
});

const selected = ({ size, color }: ShopVariant["options"]) => [
  { name: "size", value: size },
  { name: "color", value: color },
];

const price = (amount: number, { currency }: ShopMoney) => money({ amount, currency });

function product({ id, handle, title, description, images, options, variants, ...rest }: ShopProduct) {
  const prices = variants.map(({ price }) => price.amount);
  const sample = variants[0]?.price ?? { amount: 0, currency: "USD" };
  return {
    id,
    handle,
    title,
    description,
    descriptionHtml: description,
    availableForSale: variants.some(({ available }) => available),
    options: options.map(({ name, values }) => ({ id: name, name, values })),
    priceRange: {
      minVariantPrice: price(Math.min(...prices), sample),
      maxVariantPrice: price(Math.max(...prices), sample),
    },
    variants: variants.map((variant) => ({
      id: variant.sku,
      title: Object.values(variant.options).join(" / "),
      availableForSale: variant.available,
      selectedOptions: selected(variant.options),
      price: money(variant.price),
    })),
    featuredImage: image(images[0]),
    images: images.map(image),
    seo: { title, description },
    tags: [],
    updatedAt: rest.updatedAt,
  };
}

/** A product in a list has one price and no variants. */
const listed = ({ id, handle, title, image: main, priceFrom, available }: Summary) => ({
  id,
  handle,
  title,
  availableForSale: available,
  priceRange: { minVariantPrice: money(priceFrom), maxVariantPrice: money(priceFrom) },
  featuredImage: image(main),
});

const line = ({ sku, title, options, quantity, lineTotal, productId, productHandle, ...rest }: ShopLine) => ({
  id: sku,
  quantity,
  cost: { totalAmount: money(lineTotal) },
  merchandise: {
    id: sku,
    title: Object.values(options).join(" / "),
    selectedOptions: selected(options),
    product: { id: productId, handle: productHandle, title, featuredImage: image(rest.image) },
  },
});

const cart = ({ id, lines, itemCount, subtotal }: ShopCart) => ({
  id: id ?? undefined,
  checkoutUrl: "/checkout",
  cost: {
    subtotalAmount: money(subtotal),
    totalAmount: money(subtotal),
    totalTaxAmount: money({ ...subtotal, amount: 0 }),
  },
  lines: lines.map(line),
  totalQuantity: itemCount,
});

interface List {
  query?: string;
  collection?: string;
  sortKey?: "RELEVANCE" | "BEST_SELLING" | "CREATED_AT" | "PRICE";
  reverse?: boolean;
}

/**
 * `token`: keeps the shopper's token in a cookie of the storefront, by `cookies()` of `next/headers`. One provider serves one
 * request.
 */
export function createProvider(
  baseUrl: string,
  token: TokenStore,
  fetch?: (request: Request) => Promise<Response>,
) {
  const shop = createClient({ baseUrl, token, ...(fetch && { fetch }) });

  /** The data, or the shop's error for Next.js's error page. */
  async function dataOf<T>(answer: Promise<{ data?: T; error?: { detail: string } }>): Promise<T> {
    const { data, error } = await answer;
    if (data === undefined) throw new Error(error?.detail);
    return data;
  }
  const changed = async (results: Promise<{ data?: ShopCart; error?: { detail: string } }>[]) =>
    cart(await dataOf(results.at(-1) ?? shop.cart.refresh()));

  async function getProducts({ query, collection, sortKey, reverse }: List) {
    const sort = sortKey === "PRICE" ? (reverse ? "-price" : "price") : undefined;
    const { data } = await dataOf(
      shop.GET("/v1/products", {
        params: {
          query: {
            limit: 100,
            ...(query && { q: query }),
            ...(collection && { category: [collection] }),
            ...(sort && { sort }),
          },
        },
      }),
    );
    return data.map(listed);
  }

  return {
    getProducts,
    getCollectionProducts: getProducts,
    async getProduct(handle: string) {
      const { data } = await shop.GET("/v1/products/{handle}", { params: { path: { handle } } });
      return data && product(data);
    },
    async getCollections() {
      const { data } = await dataOf(shop.GET("/v1/categories"));
      return data.map(({ handle, title }) => ({ handle, title, path: `/search/${handle}` }));
    },
    getCart: async () => cart(await dataOf(shop.cart.refresh())),
    addToCart: (lines: { merchandiseId: string; quantity: number }[]) =>
      changed(lines.map(({ merchandiseId, quantity }) => shop.cart.add(merchandiseId, quantity))),
    updateCart: (lines: { merchandiseId: string; quantity: number }[]) =>
      changed(lines.map(({ merchandiseId, quantity }) => shop.cart.set(merchandiseId, quantity))),
    removeFromCart: (lineIds: string[]) => changed(lineIds.map((sku) => shop.cart.remove(sku))),
  };
}
