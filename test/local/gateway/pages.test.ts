import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAssets } from "../../../packages/local/src/gateway/assets.ts";
import { openFront } from "../fixtures/front.ts";

const SCRIPT = `export {};${"\n".repeat(1_000)}`;
const folder = mkdtempSync(path.join(tmpdir(), "site-"));
mkdirSync(path.join(folder, "assets"));
writeFileSync(path.join(folder, "assets", "shop-1a2b.js"), SCRIPT);
writeFileSync(path.join(folder, "secret.js"), "secret");
afterAll(() => rmSync(folder, { recursive: true }));

describe("the pages", () => {
  let front: Awaited<ReturnType<typeof openFront>>;
  beforeAll(async () => {
    front = await openFront(1, {
      asset: findAssets(() => folder),
      uploads: () => "http://127.0.0.1:4567",
    });
  });
  afterAll(() => front.close());
  const get = (target: string, init?: RequestInit) => fetch(`${front.url}${target}`, init);

  it("are cached for everyone, without the cookie of the first", async () => {
    const first = await get("/products/x?page=1", { headers: { cookie: "a=1", authorization: "Bearer x" } });
    const { event } = (await first.json()) as { event: { headers: object; cookies?: string[] } };
    expect([event.cookies, "authorization" in event.headers]).toEqual([undefined, false]);
    const states = [];
    for (let i = 0; i < 2; i++) states.push((await get("/page")).headers.get("x-cache"));
    expect(states).toEqual(["Miss", "Hit"]);
  });

  it("have the headers that protect them, also in answers from the cache; those of APIs may load nothing", async () => {
    for (const target of ["/", "/page", "/page", "/admin/orders"]) {
      const { headers } = await get(target);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self' https://js.stripe.com");
      expect(policy).toContain("connect-src 'self' https://api.stripe.com http://127.0.0.1:4567;");
      expect(policy).not.toContain("unsafe");
      expect(headers.get("permissions-policy")).toContain("camera=()");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
    const api = await get("/v1/echo");
    expect(api.headers.get("content-security-policy")).toMatch(/^default-src 'none'; (?!.*script-src)/);
    expect(api.headers.get("permissions-policy")).toContain("camera=()");
  });

  it.each(["/assets/shop-1a2b.js", "/page"])(
    "are compressed for browsers that can read it, from 1,000 bytes on: %s",
    async (target) => {
      const ask = async (encodings: string) => {
        const answer = await get(target, { headers: { "accept-encoding": encodings } });
        const [text, length] = [await answer.text(), Number(answer.headers.get("content-length"))];
        return { headers: answer.headers, text, length };
      };
      const [plain, small] = [await ask("identity"), await ask("br, gzip")];
      expect(plain.headers.get("content-encoding")).toBeNull();
      expect(small.headers.get("content-encoding")).toBe("gzip");
      expect(small.text).toBe(plain.text);
      expect([plain.length, small.length < 200]).toEqual([plain.text.length, true]);
      for (const { headers } of [plain, small]) expect(headers.get("vary")).toContain("Accept-Encoding");
    },
  );

  it("have a weak tag when they are compressed, and the browser that knows it gets 304", async () => {
    const tags = [];
    for (const encodings of ["identity", "gzip"]) {
      const headers = { "accept-encoding": encodings };
      const tag = (await get("/page", { headers })).headers.get("etag") ?? "";
      const again = await get("/page", { headers: { ...headers, "if-none-match": tag } });
      tags.push([tag, again.status, again.headers.get("etag")]);
    }
    expect(tags).toEqual([
      ['"page"', 304, '"page"'],
      ['W/"page"', 304, 'W/"page"'],
    ]);
  });

  it("load files that browsers keep for a year", async () => {
    const found = await get("/assets/shop-1a2b.js");
    expect([found.status, await found.text()]).toEqual([200, SCRIPT]);
    expect(found.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(found.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });

  it.each([
    "/assets/none.js",
    "/assets/",
    "/assets/none.exe",
    "/assets/..%252fsecret.js",
    "/assets/a/../../secret.js",
  ])("load no other file: %s", async (target) => {
    const answer = await get(target);
    expect(await answer.text()).not.toBe("secret");
    // What is no path of a file is a page.
    const isPage = answer.headers.get("content-security-policy")?.includes("script-src");
    if (!isPage) expect(answer.status).toBe(404);
  });
});
