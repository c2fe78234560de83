import { describe, expect, it } from "vitest";
import { shopDocument } from "../../packages/storefront/src/document.ts";
import { firstImageOf } from "../../packages/storefront/src/first-image.ts";
import { LARGE_SIZES } from "../../packages/storefront/src/parts/picture.tsx";
import { renderPage, renderShell } from "../../packages/storefront/src/render.tsx";
import type { Catalogue, Product } from "../../packages/storefront/src/render.types.ts";
import type { Page } from "../../packages/storefront/src/routes.ts";

const price = { amount: 5900, currency: "USD" as const };
const image = { url: "/images/shirt/olive.svg", alt: "Shirt in olive" };
const shirt: Product = {
  id: "prod_01",
  handle: "linen-shirt",
  title: "Linen <Shirt> & Co",
  description: 'Cool "linen"</script><script>alert(1)</script>',
  category: "shirts",
  images: [image],
  options: [
    { name: "size", values: ["S"] },
    { name: "color", values: ["Olive"] },
  ],
  variants: [
    {
      sku: "S-OLV",
      options: { size: "S", color: "Olive" },
      price,
      compareAtPrice: null,
      available: true,
      image,
    },
  ],
  related: [],
  seo: { title: "Linen <Shirt> & Co", description: "" },
  updatedAt: "2026-11-28T12:00:00.000Z",
};
const shirts = {
  handle: "shirts",
  title: "Shirts",
  productCount: 1,
  parent: null,
  description: "",
  image: null,
  seo: { title: "Shirts", description: "" },
};
const linen = { ...shirts, handle: "linen", title: "All in linen", description: "Cool.", image };
const base = { path: "/products/linen-shirt", query: "", categories: [] };
const asked: string[] = [];
const catalogue: Catalogue = {
  product: async (handle) => (["linen-shirt", "old-shirt"].includes(handle) ? shirt : undefined),
  products: async (query) => {
    asked.push(query);
    return query.includes("wrong") ? undefined : { data: [], nextCursor: null, total: 0 };
  },
  categories: async () => [shirts],
  collections: async () => [{ ...shirts, handle: "empty", productCount: 0 }, linen],
};
const entry = { script: "/assets/shop.js", styles: ["/assets/shop.css"], preload: [] };
const assets = {
  shop: entry,
  admin: { ...entry, script: "/assets/admin.js" },
  fonts: ["/assets/inter.woff2"],
};
const ask = (path: string, query = "") =>
  renderPage({ path, query, origin: "https://shop.example" }, catalogue, assets);
const htmlOf = async (path: string, query?: string) => {
  const answer = await ask(path, query);
  if (answer.status === 301) throw new Error(`redirected to ${answer.location}`);
  return answer.html;
};
/** Descriptions by schema.org in the document. */
const dataOf = (html: string) =>
  [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)].map(([, json = ""]) =>
    JSON.parse(json),
  );

describe("a product's document", () => {
  it("shows the product without scripts, and describes it to search engines", async () => {
    const html = await htmlOf("/products/linen-shirt");
    expect(html).toContain("<h1>Linen &lt;Shirt> &amp; Co</h1>");
    expect(html).toContain('<link rel="canonical" href="https://shop.example/products/linen-shirt">');
    expect(html).toContain(
      '<meta property="og:image" content="https://shop.example/images/shirt/olive.svg">',
    );
    expect(dataOf(html)).toMatchObject([
      {
        "@type": "Product",
        offers: { lowPrice: "59.00", priceCurrency: "USD", availability: "https://schema.org/InStock" },
      },
      { "@type": "BreadcrumbList", itemListElement: [{ position: 1 }, { name: "Shirts" }, { position: 3 }] },
    ]);
  });

  it("contains no script of its own, whatever the merchant has written", async () => {
    const html = await htmlOf("/products/linen-shirt");
    const scripts = [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.filter((tag) => !/type="(application\/(ld\+)?json|module)"/.test(tag))).toEqual([]);
    expect(html).not.toContain("</script><script>alert");
    expect(html).not.toMatch(/\sstyle=|\son\w+=/);
  });

  it("loads the picture of the first view before styles and fonts, and scripts after them", async () => {
    const html = await htmlOf("/products/linen-shirt");
    const places = [
      '<link rel="preload" as="image" href="/images/shirt/olive.svg" fetchpriority="high">',
      '<link rel="stylesheet"',
      'as="font"',
      '<script type="module" src="/assets/shop.js" fetchpriority="low">',
    ].map((part) => html.indexOf(part));
    expect(places[0]).toBeGreaterThan(0);
    expect(places.toSorted((one, other) => one - other)).toEqual(places);
    expect(await htmlOf("/checkout")).toContain('<script type="module" src="/assets/shop.js">');
  });

  it("loads early what the picture takes in its widths", () => {
    const srcset = { avif: "/images/a-400.avif 400w, /images/a-800.avif 800w", webp: "" };
    const page: Page = { ...base, name: "product", product: { ...shirt, images: [{ ...image, srcset }] } };
    const firstImage = firstImageOf(page);
    const html = shopDocument({ page, body: "<p>", firstImage }, "https://shop.example", assets);
    expect(html).toContain(
      `<link rel="preload" as="image" type="image/avif" imagesrcset="${srcset.avif}" imagesizes="${LARGE_SIZES}" fetchpriority="high">`,
    );
  });

  it("carries the page's data for the browser", async () => {
    const html = await htmlOf("/products/linen-shirt");
    const json = /<script type="application\/json" id="page">(.*)<\/script>/.exec(html)?.[1] ?? "";
    expect(JSON.parse(json)).toMatchObject({ name: "product", product: { handle: "linen-shirt" } });
  });
});

describe("addresses", () => {
  it("a former handle leads to the new one for good", async () => {
    expect(await ask("/products/old-shirt", "a=1")).toEqual({
      status: 301,
      location: "/products/linen-shirt?a=1",
    });
  });

  it.each([
    "/products/none",
    "/categories/none",
    "/collections/none",
    "/nothing",
    "/products/%E0%A4%A",
    "/products/linen-shirt/x",
    "/legal/x",
  ])("%s is 404 with a page", async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(404);
    expect(answer).toMatchObject({ html: expect.stringContaining('content="noindex"') });
  });

  it("a query that the API refuses is 404", async () => {
    expect(await ask("/search", "wrong=1")).toMatchObject({ status: 404 });
  });

  it("a category's list asks for its own products, whatever the query says", async () => {
    await ask("/categories/shirts", "category=shoes&size=M");
    expect(new URLSearchParams(asked.at(-1)).getAll("category")).toEqual(["shirts"]);
  });

  it("a collection is a list of its own products, in the merchant's order, for search engines", async () => {
    const html = await htmlOf("/collections/linen", "collection=other&size=M");
    const query = new URLSearchParams(asked.at(-1));
    expect([query.getAll("collection"), query.get("size"), query.has("sort")]).toEqual([
      ["linen"],
      "M",
      false,
    ]);
    expect(html).toContain('<h1>All in linen</h1><p class="lede">Cool.</p>');
    expect(html).toContain('<link rel="canonical" href="https://shop.example/collections/linen">');
    const [{ itemListElement }] = dataOf(html);
    expect(itemListElement[1].item).toBe("https://shop.example/collections/linen");
  });

  it("the first page shows the collections that have products", async () => {
    const html = await htmlOf("/");
    expect(html).toContain('href="/collections/linen"');
    expect(html).not.toContain("/collections/empty");
  });

  it.each(["/checkout", "/orders/ord_01", "/account", "/account/orders", "/sign-in", "/behind"])(
    "%s contains nothing personal, and is not for search engines",
    async (path) => {
      const answer = await ask(path);
      expect(answer).toMatchObject({
        status: 200,
        hasData: false,
        html: expect.stringContaining('content="noindex"'),
      });
    },
  );

  it("/admin and below are the merchant's pages", async () => {
    for (const path of ["/admin", "/admin/orders/ord_01"])
      expect(await htmlOf(path)).toContain("/assets/admin.js");
    expect((await ask("/administer")).status).toBe(404);
  });
});

it("without the catalogue, the document lets the browser make the page", () => {
  const html = renderShell({ path: "/", query: "", origin: "https://shop.example" }, assets);
  expect(html).toContain('<div id="app"></div>');
  expect(html).not.toContain('id="page"');
});
