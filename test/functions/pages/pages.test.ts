import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { describe, expect, it } from "vitest";
import { createPages } from "../../../packages/functions/src/pages/app.ts";
import { catalogueOf } from "../../../packages/functions/src/pages/catalogue.ts";
import { product, run } from "../../support/products.ts";
import { askPages, assets } from "./support.ts";

const WITH_DATA = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=300";

describe("a page", () => {
  it("shows a product, with the built files and the shop's own origin", async () => {
    const { handle } = await product({ title: "Shirt <with> & signs" });
    const answer = await askPages(`/products/${handle}`);
    const html = await answer.text();
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain("Shirt &lt;with> &amp; signs");
    for (const file of [assets.shop.script, ...assets.shop.styles]) expect(html).toContain(file);
    expect(html).toContain(`${links.Site.origins[0]}/products/${handle}`);
  });

  it("lists a collection in its order", async () => {
    const html = await (await askPages("/collections/linen")).text();
    const places = ["linen-camp-collar-shirt", "linen-wide-leg-trousers", "linen-cap"].map((handle) =>
      html.indexOf(`href="/products/${handle}"`),
    );
    expect(places.every((place, at) => place > (places[at - 1] ?? 0))).toBe(true);
  });

  it("is cached for seconds, and while the shop fails, by its content", async () => {
    const { id, handle } = await product();
    const first = await askPages(`/products/${handle}`);
    expect(first.headers.get("cache-control")).toBe(WITH_DATA);
    const tag = first.headers.get("etag") ?? "";
    const same = await askPages(`/products/${handle}`, { headers: { "if-none-match": `W/${tag}` } });
    expect([same.status, await same.text(), same.headers.get("etag")]).toEqual([304, "", tag]);
    expect(same.headers.get("cache-control")).toBe(WITH_DATA);
    const other = await askPages("/", { headers: { "if-none-match": tag } });
    expect(other.status).toBe(200);
    expect(id).toBeTruthy();
  });

  it("of a former handle redirects for good, with its query", async () => {
    const { handle } = await product();
    const former = `${handle}-former`;
    await run("insert into redirect (handle, target) values (:former, :handle)", { former, handle });
    const answer = await askPages(`/products/${former}?size=M`);
    expect([answer.status, answer.headers.get("location")]).toEqual([301, `/products/${handle}?size=M`]);
    expect(answer.headers.get("cache-control")).toBe(WITH_DATA);
  });

  it.each(["/products/none", "/nowhere", "/products/a/b", "/categories/none", "/collections/none"])(
    "that is none is a 404 to read, and is not cached: %s",
    async (path) => {
      const answer = await askPages(path);
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([404, "no-store"]);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await answer.text()).toContain(assets.shop.script);
    },
  );

  it.each(["/checkout", "/account/orders", "/orders/ord_1"])(
    "of a shopper is a document without data, cached for longer: %s",
    async (path) => {
      const answer = await askPages(path);
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([
        200,
        "public, max-age=0, s-maxage=300, stale-while-revalidate=3600, stale-if-error=3600",
      ]);
    },
  );

  it.each(["/admin", "/admin/orders/ord_1"])(
    "of the merchant loads the merchant's script: %s",
    async (path) => {
      const html = await (await askPages(path)).text();
      expect(html).toContain(assets.admin.script);
      expect(html).not.toContain(assets.shop.script);
    },
  );

  it("is the same with cookies and credentials, and sets none", async () => {
    const { handle } = await product();
    const headers = { cookie: "__Host-session=x.y", authorization: "Bearer x" };
    for (const path of [`/products/${handle}`, "/", "/account", "/admin"]) {
      const [mine, other] = [await askPages(path, { headers }), await askPages(path)];
      expect([path, await mine.text()]).toEqual([path, await other.text()]);
      expect(mine.headers.getSetCookie()).toEqual([]);
      expect(mine.headers.get("vary")).toBeNull();
    }
  });

  it("ignores parameters that it does not know", async () => {
    const { handle } = await product();
    expect((await askPages(`/products/${handle}?utm_source=mail&gclid=1`)).status).toBe(200);
  });

  it("says who answered, and what it asked the stores", async () => {
    const { handle } = await product();
    const answer = await askPages(`/products/${handle}`, { headers: { "x-request-id": "request-1" } });
    expect(answer.headers.get("x-request-id")).toBe("request-1");
    expect(answer.headers.get("x-served-by")).toBeTruthy();
    expect(answer.headers.get("server-timing")).toMatch(/data-api\.ExecuteStatement;dur=.*total;dur=/);
  });

  it("answers HEAD without a body, and refuses all other methods with 405", async () => {
    const head = await askPages("/", { method: "HEAD" });
    expect([head.status, await head.text(), head.headers.get("etag")]).toEqual([200, "", expect.any(String)]);
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const answer = await askPages("/products/x", { method });
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "GET, HEAD"]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  it.each(["/v1", "/v1/", "/admin/v1", "/admin/v1/"])(
    "is no answer to %s, which belongs to an API",
    async (path) => {
      for (const method of ["GET", "POST", "OPTIONS"]) {
        const answer = await askPages(path, { method });
        expect([method, answer.status]).toEqual([method, 404]);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
        expect(answer.headers.get("cache-control")).toBe("no-store");
        expect(await answer.json()).toEqual({
          type: `${path.startsWith("/admin") ? "/admin" : ""}/docs#route.unknown`,
          title: expect.any(String),
          status: 404,
          code: "route.unknown",
          detail: expect.any(String),
          requestId: answer.headers.get("x-request-id"),
        });
      }
    },
  );

  it("is refused without the edge's secret, and at a path that could mean another", async () => {
    expect((await createPages(assets).request("/")).status).toBe(403);
    for (const path of ["/products/a%2fb", "/products/x%00"]) expect((await askPages(path)).status).toBe(404);
  });
});

describe("the catalogue of pages", () => {
  const catalogue = () => catalogueOf(context({ databaseRole: "pages" }));

  it("finds products by the API's own query, and none for a query that the API refuses", async () => {
    const found = await catalogue().products("limit=3&facets=true&sort=price");
    expect(found?.data).toHaveLength(3);
    expect(found?.facets).toBeDefined();
    for (const query of ["limit=0", "sort=best", "colour=red", "cursor=x", "limit=1&limit=2"])
      expect([query, await catalogue().products(query)]).toEqual([query, undefined]);
    expect((await catalogue().products("q=&size=&limit=1"))?.data).toHaveLength(1);
  });

  it("has no product with an unknown handle, and throws when it cannot look", async () => {
    expect(await catalogue().product("none")).toBeUndefined();
    expect(await catalogue().product("\0")).toBeUndefined();
    expect((await catalogue().categories()).length).toBeGreaterThan(1);
    const late = catalogueOf({ ...context({ databaseRole: "pages" }), deadline: 0 });
    await expect(late.product(`none-${crypto.randomUUID()}`)).rejects.toMatchObject({
      code: "service.unavailable",
    });
  });
});
