import { load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { fillCart } from "../../support/cart.ts";
import { run } from "../../support/products.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { type Instance, startInstance } from "./instance.ts";

// F14: the Data API limits an answer to 1 MiB, a row to 64 KB, and a request to 4 MiB. The local endpoint has the same limits (for a
// row only as an option). No list of the shop comes near them, even if every field has its largest size.

const MIB = 2 ** 20;
const KIB_64 = 2 ** 16;

describe("the local endpoint refuses", () => {
  it.each([
    ["a result over 1 MiB", "select repeat('x', 60000) from generate_series(1, 18)", ""],
    ["a request over 4 MiB", "select length(:text)", "x".repeat(4 * MIB)],
  ])("%s", async (_, sql, text) => {
    await expect(run(sql, text ? { text } : {})).rejects.toThrow(/size|limit|exceed/i);
  });
});

it.each([
  { description: "x".repeat(KIB_64 / 2 + 1) },
  { images: [{ url: `/${"x".repeat(KIB_64 / 4)}`, alt: "" }] },
])("refuses a product that would be too large to read", async (larger) => {
  const id = newId("product", new Date());
  const category = "too-large";
  const plain = { id, handle: id, title: "Large", description: "", category, images: [], variants: [] };
  const products = [{ ...plain, createdAt: new Date().toISOString(), ...larger }];
  const categories = [{ handle: category, title: category, position: 2_001 }];
  await expect(load(context(), { categories })).resolves.toBeUndefined();
  await expect(load(context(), { products })).rejects.toThrow(
    /violates check constraint "product_\w+_check"|image of a product is too long/,
  );
  await expect(
    load(context(), { products: [{ ...plain, createdAt: products[0]?.createdAt ?? "" }] }),
  ).resolves.toBeUndefined();
});

describe("with every field at its largest size", () => {
  const LINES = 100;
  /** The characters that need the most bytes as JSON within JSON. */
  const full = (length: number) => '"'.repeat(length);
  const address = {
    name: full(100),
    company: full(100),
    line1: full(100),
    line2: full(100),
    city: full(100),
    region: full(100),
    postalCode: full(20),
    country: "GB",
    phone: full(30),
  };
  const unique = newId("product", new Date()).slice(5);
  const category = `large-${unique.toLowerCase()}`;
  let shop: Instance;
  let skus: string[];

  beforeAll(async () => {
    shop = await startInstance();
    const title = "衣".repeat(120);
    await load(context(), { categories: [{ handle: category, title, position: 2_000 }] });
    skus = Array.from({ length: LINES }, (_, i) => `LARGE-${unique}-${i}`);
    for (let from = 0; from < LINES; from += 20) {
      const products = skus.slice(from, from + 20).map((sku) => ({
        id: newId("product", new Date()),
        handle: sku.toLowerCase(),
        title,
        description: "衣".repeat(10_900),
        category,
        images: [{ url: `/images/${"x".repeat(200)}.svg`, alt: title }],
        createdAt: new Date().toISOString(),
        variants: [
          {
            sku,
            size: "衣".repeat(20),
            color: "衣".repeat(20),
            image: null,
            price: 1,
            compareAtPrice: null,
            stock: 999,
          },
        ],
      }));
      await load(context(), { products });
    }
  });
  afterAll(() => shop.close());

  it("keeps every request, answer and row far below the limits", LONG_TEST, async () => {
    const by = shop.client();
    const email = `large-${unique.toLowerCase()}@example.com`;
    const account = { email, password: "an engine of my own", name: full(100) };
    expect((await by.send("POST", "/v1/customers", { body: account })).status).toBe(201);
    shop.useScript(() => "pass");
    for (let i = 0; i < 8; i++) {
      await fillCart(by, skus, 1);
      const body = orderOf(LINES, { shippingAddress: address, billingAddress: address, note: full(500) });
      const placed = await by.send("POST", "/v1/orders", { body, headers: keyed() });
      expect(placed.status, JSON.stringify(placed.body).slice(0, 300)).toBe(201);
    }
    await shipAll(email);
    await fillCart(by, skus, 1);
    const fields = { email, note: full(500), shippingAddress: address };
    expect((await by.send("PATCH", "/v1/cart", { body: fields })).status).toBe(200);
    const quote = { shippingAddress: address, shippingOption: "standard" };
    expect((await by.send("POST", "/v1/cart/quote", { body: quote })).status).toBe(200);
    for (let i = 0; i < 50; i++) await by.send("POST", "/v1/customers/me/addresses", { body: address });
    for (const path of [
      `/v1/products?category=${category}&limit=100`,
      `/v1/products/${skus[0]?.toLowerCase()}`,
      "/v1/categories",
      "/v1/cart",
      "/v1/customers/me/export",
      "/v1/customers/me/orders?limit=100",
      "/v1/customers/me/addresses?limit=100",
    ]) {
      const { status, body } = await by.send("GET", path);
      expect(status, `${path}: ${JSON.stringify(body).slice(0, 300)}`).toBe(200);
    }
    const aurora = shop.calls.filter(({ store }) => store === "data-api");
    const largest = (sizes: number[]) => Math.max(...sizes);
    const rows = aurora.flatMap(({ answer }) => JSON.parse(answer?.toString() ?? "{}").records ?? []);
    const sizes = {
      request: largest(aurora.map(({ sent }) => sent)),
      answer: largest(aurora.map(({ answer }) => answer?.length ?? 0)),
      row: largest(rows.map((row) => Buffer.byteLength(JSON.stringify(row)))),
    };
    console.log(`faults: F14, bytes: ${JSON.stringify(sizes)}`);
    expect(sizes.request).toBeLessThan(MIB);
    expect(sizes.answer).toBeLessThan((MIB * 3) / 4);
    expect(sizes.row).toBeLessThan((KIB_64 * 3) / 4);

    /** Gives each order as many fulfillments as it can have, each with all lines. */
    async function shipAll(email: string): Promise<void> {
      const ours = "select o.id from orders o join customer c on c.id = o.customer_id where c.email = :email";
      await run(
        `insert into fulfillment (id, order_id, number, carrier, tracking_number, tracking_url, fingerprint)
         select 'ful_0' || upper(left(md5(o.id || n), 25)), o.id, n, repeat('"', 50), repeat('x', 100), repeat('x', 500), ''
         from (${ours}) as o, generate_series(1, 20) as n`,
        { email },
      );
      await run(
        `insert into fulfillment_line (order_id, position, number, quantity)
         select order_id, position, n, 99 from order_line, generate_series(1, 20) as n where order_id in (${ours})`,
        { email },
      );
      await run(`update order_line set shipped = 1 where order_id in (${ours})`, { email });
      await run(`update orders set fulfillment_count = 20 where id in (${ours})`, { email });
    }
  });
});
