import { context } from "@myclothes/core/context";
import * as Session from "@myclothes/core/session";
import { beforeAll, describe, expect, it } from "vitest";
import { address, keyed, orderOf } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";
import { product, setPrice, variant } from "../../support/products.ts";
import { PATH as ADDRESSES, add as addAddress, all as addresses } from "../support/addresses.ts";
import { account, PASSWORD, signIn } from "../support/customer.ts";

// Faults that users of web shops often report.

const put = (by: Client, sku: string, quantity: number) =>
  by.send("PUT", `/v1/cart/items/${encodeURIComponent(sku)}`, { body: { quantity } });
const order = (by: Client, body: object) => by.send("POST", "/v1/orders", { body, headers: keyed() });

describe("a list that is paged while products are added", () => {
  it("skips and repeats none of the earlier products", async () => {
    const category = `paging-${crypto.randomUUID()}`;
    const there: string[] = [];
    for (let i = 0; i < 12; i++) there.push((await product({ category })).handle);
    const found: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const more: string = cursor && `&cursor=${cursor}`;
      const { body } = await client().send("GET", `/v1/products?category=${category}&limit=5${more}`);
      found.push(...body.data.map(({ handle }: { handle: string }) => handle));
      cursor = body.nextCursor;
      await product({ category });
    }
    expect(new Set(found).size).toBe(found.length);
    expect(there.filter((handle) => !found.includes(handle))).toEqual([]);
  });
});

describe("an address of a past order", () => {
  let shopper: Client;
  let sku: string;
  beforeAll(async () => {
    ({ shopper } = await account());
    ({ sku } = await product({ price: 100 }));
  });
  const buy = async (shippingAddressId: string) => {
    await put(shopper, sku, 1);
    return order(shopper, orderOf(100, { email: undefined, shippingAddress: undefined, shippingAddressId }));
  };

  it("stays the same when the saved address is changed and deleted", async () => {
    const { id } = await addAddress(shopper);
    const { body: placed } = await buy(id);
    await shopper.send("PUT", `${ADDRESSES}/${id}`, {
      body: { ...address, city: "Leeds", isDefault: false },
    });
    await shopper.send("DELETE", `${ADDRESSES}/${id}`);
    const { body } = await shopper.send("GET", `/v1/orders/${placed.id}`);
    expect(body.shippingAddress).toEqual(placed.shippingAddress);
  });

  it("that is deleted during checkout is named as the reason, and another address can be added", async () => {
    const { id } = await addAddress(shopper);
    await shopper.send("DELETE", `${ADDRESSES}/${id}`);
    const { status, body } = await buy(id);
    expect([status, body.errors[0].pointer]).toEqual([422, "#/shippingAddressId"]);
    expect((await buy((await addAddress(shopper)).id)).status).toBe(201);
    expect((await addresses(shopper)).length).toBe(1);
  });
});

describe("a browser's name", () => {
  it.each(["x".repeat(5_000), "", "\u00ff"])("such as %.20s does not prevent signing in", async (name) => {
    const { email } = await account();
    const shopper = client();
    const body = { email, password: PASSWORD };
    const headers = { "user-agent": name };
    expect((await shopper.send("POST", "/v1/sessions", { body, headers })).status).toBe(201);
    expect((await shopper.send("GET", "/v1/sessions")).body.data.length).toBe(2);
  });

  it("is stored without half an emoji at its end, which DynamoDB refuses", async () => {
    const shopper = await Session.resume(context(), undefined);
    const { session } = await Session.createForGuest(context(), shopper, `${"x".repeat(199)}😀`);
    expect(session?.userAgent.isWellFormed()).toBe(true);
  });
});

describe("HEAD", () => {
  it.each(["/v1/products?limit=1", "/v1/categories", "/v1/cart", "/v1/products/none"])(
    "%s returns the status and headers of GET, and no body",
    async (path) => {
      const [get, head] = [await client().send("GET", path), await client().send("HEAD", path)];
      expect([head.status, head.body]).toEqual([get.status, ""]);
      for (const name of ["etag", "cache-control", "content-type"]) {
        expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
      }
    },
  );
});

describe("a path with a slash at its end", () => {
  it.each(["/v1/products/", "/v1/cart/", "/v1/orders/", "/v1/categories/"])("%s is 404", async (path) => {
    const { status, body } = await client().send("GET", path);
    expect([status, body.code]).toEqual([404, "route.unknown"]);
  });
});

describe("a SKU", () => {
  it.each(["A&B", "A B", "A+B", "100%", "it's", "A;B=C", "Größe", "衬衫", "a%2Bb"])(
    "%s can be bought",
    async (name) => {
      const sku = `${name}-${crypto.randomUUID().slice(0, 8)}`;
      await product({ price: 100, stock: 5, variants: [{ sku }] });
      const shopper = client();
      const path = `/v1/cart/items/${encodeURIComponent(sku)}`;
      await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
      expect((await put(shopper, sku, 2)).body.lines).toMatchObject([{ sku, quantity: 2 }]);
      const { body } = await shopper.send("GET", `/v1/variants/${encodeURIComponent(sku)}/availability`);
      expect(body).toMatchObject({ sku, quantity: 5 });
      expect((await order(shopper, orderOf(200))).body.lines).toMatchObject([{ sku }]);
      await put(shopper, sku, 1);
      expect((await shopper.send("DELETE", path)).body.lines).toEqual([]);
    },
  );
});

describe("a search", () => {
  it.each([
    "t+shirt",
    "&",
    "|",
    "!",
    ":*",
    "'",
    '"',
    "a & b",
    "\\",
    "<->",
    "(",
    "shirt)",
    "%",
    "_",
    "-",
    "--",
    "or",
    "and not",
  ])("for %s is not an error", async (q) => {
    const { status } = await client().send("GET", `/v1/products?q=${encodeURIComponent(q)}`);
    expect(status).toBe(200);
  });

  it("treats a plus sign as a space", async () => {
    const title = `Plus${crypto.randomUUID().replaceAll("-", "").slice(0, 8)}`;
    await product({ title: `${title} overshirt` });
    const { body } = await client().send("GET", `/v1/products?q=${title}+overshirt`);
    expect(body.data.length).toBe(1);
  });
});

describe("clicks in quick succession", () => {
  it("on + and - add up, at the same price", async () => {
    const { sku } = await product({ price: 1999 });
    const shopper = client();
    await put(shopper, sku, 5);
    const clicks = [1, 1, 1, 1, 1, 1].map((quantity) =>
      shopper.send("POST", "/v1/cart/items", { body: { sku, quantity }, headers: keyed() }),
    );
    const statuses = (await Promise.all(clicks)).map(({ status }) => status);
    const done = statuses.filter((status) => status === 200).length;
    const { body } = await shopper.send("GET", "/v1/cart");
    expect(body.lines).toMatchObject([{ quantity: 5 + done, unitPrice: { amount: 1999 } }]);
    expect(body.subtotal.amount).toBe(1999 * (5 + done));
  });
});

describe("an order", () => {
  it("in another currency than the shop's is refused", async () => {
    const { sku } = await product({ price: 100 });
    const shopper = client();
    await put(shopper, sku, 1);
    const { expectedTotal } = orderOf(100);
    const { status, body } = await order(
      shopper,
      orderOf(100, { expectedTotal: { ...expectedTotal, currency: "EUR" } }),
    );
    expect([status, body.errors[0].pointer]).toEqual([422, "#/expectedTotal/currency"]);
  });

  it("that is canceled ten times at once returns its stock once", async () => {
    const { sku } = await product({ price: 100, stock: 5 });
    const { shopper } = await account();
    await put(shopper, sku, 2);
    const { body } = await order(shopper, orderOf(100 * 2));
    const cancel = () => shopper.send("POST", `/v1/orders/${body.id}/cancellation`);
    await Promise.all(Array.from({ length: 10 }, cancel));
    expect((await variant(sku)).stock).toBe(5);
  });

  it("shows the prices that were paid, whatever the catalogue says later", async () => {
    const { sku } = await product({ price: 100 });
    const { shopper } = await account();
    await put(shopper, sku, 1);
    const { body: placed } = await order(shopper, orderOf(100));
    await setPrice(sku, 999);
    const { body } = await shopper.send("GET", `/v1/orders/${placed.id}`);
    expect([body.lines, body.total]).toEqual([placed.lines, placed.total]);
  });
});

describe("a customer who signs in again", () => {
  it("on the same device finds the same cart, with nothing doubled", async () => {
    const { sku } = await product();
    const { shopper, email } = await account();
    await put(shopper, sku, 2);
    for (let i = 0; i < 3; i++) await signIn(shopper, email);
    expect((await shopper.send("GET", "/v1/cart")).body.itemCount).toBe(2);
  });
});
