import { api, type Product, type Variant } from "./api.ts";
import { sentenceOf } from "./say.ts";
import { texts } from "./texts.ts";

const t = texts.stock;

/** A variant with its stock as the shop has just said it. */
export interface Found {
  sku: string;
  quantity: number;
  etag: string;
  product: Product | undefined;
  variant: Variant | undefined;
}

/** Finds a variant by its SKU. Returns a sentence if it cannot. */
export async function findVariant(sku: string): Promise<Found | string> {
  const [stock, products] = await Promise.all([
    readStock(sku),
    api.GET("/admin/v1/products", { params: { query: { q: sku, limit: 5 } } }),
  ]);
  if (stock.error)
    return stock.error.code === "catalog.unknown_sku" ? t.unknown(sku) : sentenceOf(stock.error);
  const found: Found = { ...stock.data, product: undefined, variant: undefined };
  // The words of a SKU may be in the texts of other products, too.
  for (const { handle } of products.data?.data ?? []) {
    const { data } = await api.GET("/admin/v1/products/{handle}", { params: { path: { handle } } });
    const variant = data?.variants.find((one) => one.sku === found.sku);
    if (variant) return { ...found, product: data, variant };
  }
  return found;
}

/** The stock, with the `ETag` that a count of it must name. */
export async function readStock(sku: string) {
  const { data, error, response } = await api.GET("/admin/v1/variants/{sku}/stock", {
    params: { path: { sku } },
  });
  if (error) return { error };
  return { data: { sku: data.sku, quantity: data.quantity, etag: response.headers.get("etag") ?? "*" } };
}
