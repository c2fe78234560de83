import { beforeAll, describe, expect, it } from "vitest";
import { askShop, type Client, client } from "../../support/client.ts";
import { product } from "../../support/products.ts";

let shopper: Client;
let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
  shopper = client();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
});
const quantity = async () => (await shopper.send("GET", "/v1/cart")).body.itemCount;

/** Earlier bugs of Hono, and its behaviour without our settings. */
describe("the web framework", () => {
  it("refuses writes from other sites without a content type, or with that of a form", async () => {
    const evil = {
      "sec-fetch-site": "cross-site",
      origin: "https://evil.example",
      cookie: shopper.jar.cookie,
    };
    const body = new TextEncoder().encode(JSON.stringify({ sku, quantity: 1 }));
    for (const type of [
      undefined,
      "",
      "text/plain",
      "multipart/form-data",
      "application/x-www-form-urlencoded",
    ]) {
      const headers = { ...evil, ...(type !== undefined && { "content-type": type }) };
      const answer = await askShop("/v1/cart/items", { method: "POST", headers, body });
      expect([type, answer.status]).toEqual([type, 415]);
    }
    const headers = { ...evil, "content-type": "application/json" };
    expect((await askShop("/v1/cart/items", { method: "POST", headers, body })).status).toBe(403);
    expect((await askShop("/v1/cart", { method: "DELETE", headers: evil })).status).toBe(403);
    expect(await quantity()).toBe(1);
  });

  it("lets no other origin read an answer, least of all with credentials", async () => {
    for (const origin of ["https://evil.example", "null", "http://localhost:3000.evil.example"]) {
      const { headers } = await shopper.send("GET", "/v1/cart", { headers: { origin } });
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("never serves a personal answer to another client", async () => {
    const mine = await shopper.send("GET", "/v1/cart");
    const theirs = await client().send("GET", "/v1/cart", { headers: { "if-none-match": "*" } });
    expect([mine.body.itemCount, theirs.status, theirs.body.itemCount]).toEqual([1, 200, 0]);
    expect(mine.headers.get("cache-control")).toBe("no-store");
  });

  it("does not read a query after a #", async () => {
    const ask = async (path: string) => (await askShop(`http://shop${path}`)).status;
    expect(await ask("/v1/products?limit=0")).toBe(422);
    expect(await ask("/v1/products#?limit=0")).toBe(200);
    expect(await ask("/v1/products?limit=1#&limit=0")).toBe(200);
  });

  it("stops reading a body at its limit, even if its length is unknown or wrong", async () => {
    for (const lie of [{}, { "transfer-encoding": "chunked", "content-length": "2" }]) {
      let pulled = 0;
      const body = new ReadableStream({
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(16_384).fill(32));
          if (pulled > 1_000) controller.close();
        },
      });
      const headers = { "content-type": "application/json", ...lie };
      const request = { method: "POST", headers, body, duplex: "half" } as RequestInit;
      const answer = await askShop("/v1/cart/items", request);
      expect(answer.status).toBe(413);
      expect(pulled).toBeLessThan(10);
    }
  });

  it("refuses a body by its declared length alone", async () => {
    const headers = { "content-type": "application/json", "content-length": "65537" };
    const answer = await askShop("/v1/cart/items", { method: "POST", headers, body: "{}" });
    expect(answer.status).toBe(413);
  });

  it("never treats an unread body as an empty object", async () => {
    for (const type of ["text/plain", ""]) {
      const request = { body: { quantity: 0 }, headers: { "content-type": type } };
      expect((await shopper.send("PUT", `/v1/cart/items/${sku}`, request)).status).toBe(415);
    }
    expect(await quantity()).toBe(1);
  });

  it("takes a path literally: nothing is decoded twice, nothing climbs out of it", async () => {
    const odd = [
      "/v1/%63art%2fitems",
      "/v1//cart",
      "//v1/cart",
      "/V1/cart",
      "/v1/cart%00",
      "/v1/products/..%2fcart",
    ];
    for (const path of odd) {
      const { status } = await shopper.send("GET", `http://shop${path}`);
      expect([path, status]).toEqual([path, 404]);
    }
  });
});
