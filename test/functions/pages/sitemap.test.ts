import * as Sitemap from "@myclothes/core/catalog/sitemap";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { describe, expect, it } from "vitest";
import { createPages } from "../../../packages/functions/src/pages/app.ts";
import { askApp } from "../../support/client.ts";
import { product, run } from "../../support/products.ts";
import { askPages, assets } from "./support.ts";

const [origin] = links.Site.origins;
const HOURLY = "public, max-age=0, s-maxage=3600, stale-if-error=86400";
const locations = (xml: string) => [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => url ?? "");

describe("robots.txt", () => {
  it("keeps crawlers from personal pages, and names the sitemap", async () => {
    const answer = await askPages("/robots.txt");
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "text/plain; charset=utf-8",
      HOURLY,
    ]);
    const text = await answer.text();
    for (const path of ["/account", "/checkout", "/orders", "/admin"])
      expect(text).toContain(`\nDisallow: ${path}\n`);
    expect(text).toContain(`\nSitemap: ${origin}/sitemap.xml\n`);
  });
});

describe("the sitemap", () => {
  it("has the home page, every category, every collection and every product with its last change", async () => {
    const { handle } = await product();
    const odd = `${handle} it's <odd> & é`;
    await run(
      "update product set handle = :odd, updated_at = '2026-02-03T23:30:00Z' where handle = :handle",
      {
        odd,
        handle,
      },
    );
    const draft = await product();
    await run("update product set status = 'draft' where handle = :handle", { handle: draft.handle });
    const answer = await askPages("/sitemap.xml");
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/xml; charset=utf-8",
      HOURLY,
    ]);
    const xml = await answer.text();
    const found = locations(xml);
    expect(found[0]).toBe(`${origin}/`);
    expect(found).toContain(`${origin}/categories/shirts`);
    expect(found).toContain(`${origin}/collections/linen`);
    expect(found).toContain(`${origin}/products/linen-camp-collar-shirt`);
    expect(found.filter((url) => url.includes(draft.handle))).toEqual([]);
    expect(xml).toContain(
      `<url><loc>${origin}/products/${encodeURIComponent(odd).replaceAll("'", "&apos;")}</loc><lastmod>2026-02-03</lastmod></url>`,
    );
    expect(new Set(found).size).toBe(found.length);
  });

  it("is an index of files when there are too many products, which lists each of them once", async () => {
    const ask = askApp(createPages(assets, 50));
    const index = await (await ask("/sitemap.xml")).text();
    expect(index).toContain("<sitemapindex");
    const [pages, ...files] = locations(index).map((url) => url.replace(origin ?? "", ""));
    expect(pages).toBe("/sitemap/pages.xml");
    expect(files.length).toBeGreaterThan(3);
    const products = [];
    for (const file of files) products.push(...locations(await (await ask(file)).text()));
    const all = locations(await (await askPages("/sitemap.xml")).text());
    const others = locations(await (await ask("/sitemap/pages.xml")).text());
    expect(others[0]).toBe(`${origin}/`);
    // Other tests create products meanwhile.
    const seeded = all.filter((url) => !url.includes("/products/test-"));
    expect([...others, ...products].filter((url) => !url.includes("/products/test-"))).toEqual(seeded);
  });

  it("keeps each product in its file when one before it is sold again after the index was made", async () => {
    const made = [await product(), await product()];
    const { id, handle } = made.reduce((one, other) => (one.id > other.id ? one : other));
    const setStatus = (status: string) =>
      run("update product set status = :status where handle = :handle", { status, handle });
    await setStatus("draft");
    const ask = askApp(createPages(assets, 50));
    const [, ...files] = locations(await (await ask("/sitemap.xml")).text());
    const file = files.findLast((url) => (/prod_\w+/.exec(url)?.[0] ?? "") <= id) ?? "";
    const list = async () => locations(await (await ask(new URL(file).pathname)).text());
    const before = (await list()).filter((url) => !url.includes("/products/test-"));
    await setStatus("active");
    expect(await list()).toEqual(expect.arrayContaining([...before, `${origin}/products/${handle}`]));
  });

  it.each([
    "/sitemap/none.xml",
    "/sitemap/prod_9.xml",
    "/sitemap/prod_~.xml",
    "/sitemap/prod_0.prod_0.xml",
    "/sitemap/",
  ])("has no file %s", async (path) => {
    const answer = await askPages(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
  });

  it("reads on when the handles are too long for one answer of the Data API", async () => {
    const long = "é".repeat(200);
    const made = [];
    for (let i = 0; i < 3; i++) made.push(await product());
    for (const { handle } of made)
      await run("update product set handle = :long where handle = :handle", {
        long: `${long}${handle}`,
        handle,
      });
    const first = made.map(({ id }) => id).sort()[0] ?? "";
    const found = await Sitemap.section(context({ databaseRole: "pages" }), { first, limit: 3 }, 500);
    expect(found).toHaveLength(3);
  });
});
