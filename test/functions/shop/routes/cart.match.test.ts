import { beforeEach, describe, expect, it } from "vitest";
import { type Client, client } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";

let shopper: Client;
let sku: string;
beforeEach(async () => {
  shopper = client();
  sku = (await product()).sku;
});

const item = (quantity: number) => ({ sku, quantity });
const post = (ifMatch: string, quantity = 1) =>
  shopper.send("POST", "/v1/cart/items", { body: item(quantity), headers: { "if-match": ifMatch } });
const quantity = async () => (await shopper.send("GET", "/v1/cart")).body.itemCount;

describe("If-Match", () => {
  it("accepts the cart's version, alone or among others", async () => {
    await shopper.send("POST", "/v1/cart/items", { body: item(1) });
    expect((await post('"1"')).status).toBe(200);
    expect((await post('"7", "2"')).status).toBe(200);
    expect((await post('"3","9"')).status).toBe(200);
    expect((await post("*")).status).toBe(200);
    expect(await quantity()).toBe(5);
  });

  it.each(['"0"', '"2"', '"12"', "1", 'W/"1"', '"1', '""', "", '"*"', '"7", "8"', "abc"])(
    "refuses %s with 412, and changes nothing",
    async (tag) => {
      await shopper.send("POST", "/v1/cart/items", { body: item(1) });
      const { status, body } = await post(tag);
      expect([status, body.code]).toEqual([412, "cart.changed"]);
      expect(await quantity()).toBe(1);
    },
  );

  it("applies to every write", async () => {
    await shopper.send("POST", "/v1/cart/items", { body: item(1) });
    const stale = { "if-match": '"0"' };
    const writes = [
      await shopper.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: 5 }, headers: stale }),
      await shopper.send("DELETE", `/v1/cart/items/${sku}`, { headers: stale }),
      await shopper.send("DELETE", "/v1/cart", { headers: stale }),
    ];
    expect(writes.map(({ status }) => status)).toEqual([412, 412, 412]);
    expect(await quantity()).toBe(1);
  });

  it("of a cart that does not exist yet: its tag matches, the star does not", async () => {
    expect((await post("*")).status).toBe(412);
    expect(shopper.jar.cookie).toBe("");
    expect((await post('"0"')).status).toBe(200);
  });

  it("lets one of two tabs win", async () => {
    await shopper.send("POST", "/v1/cart/items", { body: item(1) });
    const tabs = await Promise.all([post('"1"', 10), post('"1"', 10)]);
    expect(tabs.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await quantity()).toBe(11);
  });
});
