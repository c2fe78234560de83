import { load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { ulid } from "ulid";

/** Minor units; of every garment. */
export const PRICE = 2500;
const PRODUCTS = 1_000;
const BATCH = 100;
/** Before the seed, so that the newest products are the seed's, with words and pictures as shops have them. */
const LONG_AGO = Date.UTC(2000, 0, 1);

/** Fills the catalogue up to the size of a shop, with stock that no benchmark sells out. Returns the skus. */
export async function fillCatalogue(): Promise<string[]> {
  const handle = "bench";
  await load(context(), { categories: [{ handle, title: "Bench", position: 1_000 }] });
  const products = Array.from({ length: PRODUCTS }, product);
  for (let from = 0; from < PRODUCTS; from += BATCH) {
    await load(context({ timeoutMs: 60_000 }), { products: products.slice(from, from + BATCH) });
  }
  return products.flatMap(({ variants }) => variants.map(({ sku }) => sku));
}

function product() {
  const id = ulid(LONG_AGO);
  const title = `Garment ${id}`;
  const variants = ["S", "M", "L"].map((size) => ({
    sku: `BENCH-${id}-${size}`,
    size,
    color: "Navy",
    image: null,
    price: PRICE,
    compareAtPrice: null,
    stock: 1_000_000_000,
  }));
  const images = [{ url: `/images/${id}.svg`, alt: title }];
  const createdAt = new Date().toISOString();
  return {
    id: `prod_${id}`,
    handle: `bench-${id.toLowerCase()}`,
    title,
    description: "For measuring, and for nothing else.",
    category: "bench",
    images,
    createdAt,
    variants,
  };
}
