import { beforeEach, describe, expect, it } from "vitest";
import { usd } from "../../../support/bodies.ts";
import { fillCart } from "../../../support/cart.ts";
import { type Client, client } from "../../../support/client.ts";
import { product, removeFromCache, run, setPrice, setStock } from "../../../support/products.ts";
import { coldInstance } from "../../support/instance.ts";

let shopper: Client;
beforeEach(() => {
  shopper = client();
});

const add = (sku: string, quantity = 1) =>
  shopper.send("POST", "/v1/cart/items", { body: { sku, quantity } });
const put = (sku: string, quantity: number) =>
  shopper.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity } });
const cart = async () => (await shopper.send("GET", "/v1/cart")).body;
const quantities = (body: { lines: { sku: string; quantity: number }[] }) =>
  body.lines.map(({ sku, quantity }) => [sku, quantity]);

const pointerOf = ({ pointer }: { pointer: string }) => pointer;

describe("the cart", () => {
  it("is empty without a session", async () => {
    const { status, body, headers } = await shopper.send("GET", "/v1/cart");
    expect(status).toBe(200);
    expect(headers.get("etag")).toBe('"0"');
    const nothing = { lines: [], itemCount: 0, subtotal: usd(0), warnings: [] };
    const fields = { email: null, note: null, shippingAddress: null, discountCodes: [] };
    expect(body).toEqual({ id: null, version: 0, ...nothing, ...fields, expiresAt: null });
  });

  it("shows each line as in the catalogue, and adds up", async () => {
    const { id, handle, skus } = await product({
      title: "Wool coat",
      variants: [
        { size: "S", color: "Camel", price: 19_999 },
        { size: "L", color: "Navy", price: 1, image: { url: "/navy.svg", alt: "In navy" } },
      ],
    });
    const [small = "", large = ""] = skus;
    await add(small, 2);
    const { body, headers } = await add(large, 3);
    expect(body.lines).toEqual([
      {
        sku: small,
        title: "Wool coat",
        options: { size: "S", color: "Camel" },
        image: { url: `/images/${handle}.svg`, alt: "Wool coat" },
        productId: id,
        productHandle: handle,
        available: true,
        quantity: 2,
        unitPrice: usd(19_999),
        unitPriceWhenAdded: usd(19_999),
        lineTotal: usd(39_998),
      },
      expect.objectContaining({ sku: large, image: { url: "/navy.svg", alt: "In navy" }, lineTotal: usd(3) }),
    ]);
    expect([body.itemCount, body.subtotal, body.warnings]).toEqual([5, usd(40_001), []]);
    expect(headers.get("etag")).toBe(`"${body.version}"`);
    expect(new Date(body.expiresAt).getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    expect(await cart()).toEqual(body);
  });

  it("adds, sets, removes and empties", async () => {
    const { skus } = await product({ variants: [{}, {}] });
    const [one = "", two = ""] = skus;
    await add(one, 2);
    expect(quantities((await add(one, 3)).body)).toEqual([[one, 5]]);
    expect(quantities((await put(two, 4)).body)).toEqual([
      [one, 5],
      [two, 4],
    ]);
    expect(quantities((await put(one, 1)).body)[0]).toEqual([one, 1]);
    expect(quantities((await put(one, 0)).body)).toEqual([[two, 4]]);
    const removed = await shopper.send("DELETE", `/v1/cart/items/${two}`);
    expect([removed.status, removed.body.lines]).toEqual([200, []]);
    await add(one);
    const emptied = await shopper.send("DELETE", "/v1/cart");
    expect([emptied.status, emptied.body.lines, emptied.body.itemCount]).toEqual([200, [], 0]);
    expect(emptied.body.version).toBeGreaterThan(removed.body.version);
    expect(await cart()).toEqual(emptied.body);
  });

  it("removes an item that is not there without an error", async () => {
    const { sku } = await product();
    const { body } = await add(sku);
    for (const path of ["/v1/cart/items/none", "/v1/cart/items/%01", `/v1/cart/items/${"x".repeat(3000)}`]) {
      const answer = await shopper.send("DELETE", path);
      expect([answer.status, answer.body]).toEqual([200, body]);
    }
    expect((await put("none", 0)).body).toEqual(body);
  });

  it("refuses an unknown SKU with 404 and its place in the request", async () => {
    for (const [answer, pointer] of [
      [await add("NONE"), "#/sku"],
      [await put("NONE", 1), "{sku}"],
    ] as const) {
      expect([answer.status, answer.body.code]).toEqual([404, "catalog.unknown_sku"]);
      expect(answer.body.errors.map(pointerOf)).toEqual([pointer]);
    }
  });
});

describe("several items at once", () => {
  it("are all added, and quantities of the same SKU add up", async () => {
    const { skus } = await product({ variants: [{}, {}] });
    const [one = "", other = ""] = skus;
    const items = [one, other, one].map((sku, i) => ({ sku, quantity: i + 1 }));
    const { status, body } = await shopper.send("POST", "/v1/cart/items", { body: { items } });
    expect([status, quantities(body)]).toEqual([
      200,
      [
        [one, 4],
        [other, 2],
      ],
    ]);
  });

  it("are added all or none", async () => {
    const { sku } = await product();
    const before = (await add(sku)).body;
    const send = (items: object[]) => shopper.send("POST", "/v1/cart/items", { body: { items } });
    const unknown = await send([
      { sku, quantity: 1 },
      { sku: "NONE", quantity: 1 },
      { sku: "NONE EITHER", quantity: 1 },
    ]);
    expect([unknown.status, unknown.body.code]).toEqual([404, "catalog.unknown_sku"]);
    expect(unknown.body.errors.map(pointerOf)).toEqual(["#/items/1/sku", "#/items/2/sku"]);
    const many = await send([
      { sku, quantity: 50 },
      { sku, quantity: 50 },
    ]);
    expect([many.status, many.body.code]).toEqual([422, "cart.quantity_limit"]);
    expect(many.body.errors.map(pointerOf)).toEqual(["#/items/1/quantity"]);
    expect(await cart()).toEqual(before);
  });

  it("refuses them together with a single item, and an empty list", async () => {
    const { sku } = await product();
    const pointers = async (body: object) => {
      const answer = await shopper.send("POST", "/v1/cart/items", { body });
      return [answer.status, ...answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)];
    };
    expect(await pointers({ sku, items: [{ sku, quantity: 1 }] })).toEqual([422, "#/sku"]);
    expect(await pointers({ items: [] })).toEqual([422, "#/items"]);
    expect(await pointers({ items: [{ sku, quantity: 0 }] })).toEqual([422, "#/items/0/quantity"]);
    expect(await pointers({})).toEqual([422, "#/sku", "#/quantity"]);
  });
});

describe("the limits", () => {
  it("a line has at most 99 units, however they are added", async () => {
    const { sku } = await product();
    expect((await add(sku, 100)).body.errors[0].pointer).toBe("#/quantity");
    expect((await put(sku, 100)).body.errors[0].pointer).toBe("#/quantity");
    await add(sku, 98);
    expect((await add(sku, 2)).body.code).toBe("cart.quantity_limit");
    const { status, body } = await add(sku, 1);
    expect([status, body.itemCount]).toEqual([200, 99]);
  });

  it("a cart has at most 100 lines; existing lines can still change", async () => {
    const { skus } = await product({ variants: Array(101).fill({}) });
    await put(skus[0] ?? "", 1);
    await fillCart(shopper, skus.slice(0, 99), 2500);
    expect((await put(skus[99] ?? "", 1)).body.lines).toHaveLength(100);
    const last = skus[100] ?? "";
    for (const answer of [await add(last), await put(last, 1)]) {
      expect([answer.status, answer.body.code]).toEqual([422, "cart.line_limit"]);
    }
    const { status, body } = await add(skus[99] ?? "", 98);
    expect([status, body.lines.length, body.itemCount]).toEqual([200, 100, 198]);
    await put(skus[0] ?? "", 0);
    expect((await add(last)).status).toBe(200);
  });
});

describe("the warnings", () => {
  it("report more than is in stock, which is accepted", async () => {
    const { sku } = await product({ stock: 3 });
    expect((await add(sku, 3)).body.warnings).toEqual([]);
    const { status, body } = await add(sku, 1);
    expect([status, body.lines[0].quantity]).toEqual([200, 4]);
    expect(body.warnings).toEqual([
      { code: "stock.insufficient", sku, message: expect.stringContaining("3") },
    ]);
    await setStock(sku, 0);
    const cold = await coldInstance(shopper.jar);
    const { body: later } = await cold.send("GET", "/v1/cart");
    expect(later.warnings[0]).toMatchObject({ code: "stock.insufficient", sku });
  });

  it("report a changed price until the line is set or added to", async () => {
    const { skus } = await product({ price: 1000, variants: [{}, {}] });
    const [up = "", down = ""] = skus;
    await add(up, 2);
    await add(down);
    await setPrice(up, 1500);
    await setPrice(down, 1);
    const cold = await coldInstance(shopper.jar);
    const { body } = await cold.send("GET", "/v1/cart");
    expect(body.warnings).toEqual([
      { code: "price.changed", sku: up, message: expect.any(String) },
      { code: "price.changed", sku: down, message: expect.any(String) },
    ]);
    const line = { unitPrice: usd(1500), unitPriceWhenAdded: usd(1000), quantity: 2, lineTotal: usd(3000) };
    expect(body.lines[0]).toMatchObject(line);
    expect(body.subtotal).toEqual(usd(3001));
    const added = await cold.send("POST", "/v1/cart/items", { body: { sku: up, quantity: 1 } });
    expect(added.body.warnings.map(({ sku }: { sku: string }) => sku)).toEqual([down]);
    expect(added.body.lines[0]).toMatchObject({ unitPriceWhenAdded: usd(1500), quantity: 3 });
    const set = await cold.send("PUT", `/v1/cart/items/${down}`, { body: { quantity: 1 } });
    expect(set.body.warnings).toEqual([]);
  });

  it("report a variant that no longer exists: it does not count in the subtotal, and can be removed", async () => {
    const { skus } = await product({ price: 1000, variants: [{}, {}] });
    const [gone = "", kept = ""] = skus;
    await add(gone, 2);
    await add(kept);
    await removeFromCache([gone]);
    await run("delete from variant where sku = :sku", { sku: gone });
    const cold = await coldInstance(shopper.jar);
    const { body } = await cold.send("GET", "/v1/cart");
    expect(body.warnings).toEqual([{ code: "catalog.unknown_sku", sku: gone, message: expect.any(String) }]);
    expect(body.lines.map((line: { available: boolean }) => line.available)).toEqual([false, true]);
    expect([body.lines[0].unitPrice, body.subtotal]).toEqual([usd(1000), usd(1000)]);
    const { body: without } = await cold.send("PUT", `/v1/cart/items/${gone}`, { body: { quantity: 0 } });
    expect([quantities(without), without.warnings]).toEqual([[[kept, 1]], []]);
  });
});
