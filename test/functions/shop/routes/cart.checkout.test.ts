import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { address, keyed, orderOf, usd } from "../../../support/bodies.ts";
import { type Client, client, copyOf } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";
import { account, add, signIn } from "../../support/customer.ts";

let sku: string;
let shopper: Client;
beforeAll(async () => {
  sku = (await product({ price: 100, stock: 1_000 })).sku;
});
beforeEach(() => {
  shopper = client();
});

const nothing = { email: null, note: null, shippingAddress: null, discountCodes: [] };
const full = { email: "ada@example.com", note: "Two lines,\nplease.", shippingAddress: address };
const patch = (body: unknown, headers: Record<string, string> = {}, by = shopper) =>
  by.send("PATCH", "/v1/cart", { body, headers });
const fieldsOf = async (by = shopper) => {
  const { email, note, shippingAddress, discountCodes } = (await by.send("GET", "/v1/cart")).body;
  return { email, note, shippingAddress, discountCodes };
};
const order = (rest: object = {}, headers = keyed(), by = shopper) => {
  const { email: _, shippingAddress: __, ...body } = orderOf(100);
  return by.send("POST", "/v1/orders", { body: { ...body, ...rest }, headers });
};

describe("the fields of the checkout", () => {
  it("start the guest's cart, and are shown by every answer", async () => {
    const { status, body, headers } = await patch(full);
    expect([status, body.version, headers.get("etag")]).toEqual([200, 1, '"1"']);
    expect(body).toMatchObject({ ...nothing, ...full, lines: [] });
    expect((await add(shopper, sku)).body).toMatchObject(full);
    expect(await fieldsOf()).toEqual({ ...nothing, ...full });
  });

  it("are changed one by one; null and an empty text remove one", async () => {
    await patch(full);
    expect((await patch({ note: "Other" })).body).toMatchObject({ ...full, note: "Other" });
    await patch({ note: null, email: "" });
    expect(await fieldsOf()).toEqual({ ...nothing, shippingAddress: address });
    await patch({ shippingAddress: null });
    expect(await fieldsOf()).toEqual(nothing);
  });

  it("make a new version only if one changes", async () => {
    const { body } = await patch({ ...full, discountCodes: ["A"] });
    expect((await patch({})).body.version).toBe(body.version);
    expect((await patch({ ...full, discountCodes: ["A"] })).body.version).toBe(body.version);
    expect((await patch({ discountCodes: [] })).body).toMatchObject({ version: 2, discountCodes: [] });
    expect(await fieldsOf()).toEqual({ ...nothing, ...full });
    expect((await client().send("PATCH", "/v1/cart", { body: { note: null } })).body.version).toBe(0);
  });

  it("obey If-Match and the Idempotency-Key, which tells a removed field from one that was left out", async () => {
    const key = keyed();
    await patch(full, key);
    await patch({ note: "Later" });
    expect((await patch(full, key)).body.note).toBe("Later");
    const stale = await patch({ note: "x" }, { "if-match": '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, "cart.changed"]);
    const other = keyed();
    await patch({}, other);
    expect((await patch({ note: null }, other)).body.code).toBe("idempotency.key_reused");
  });

  it("give a warning for each discount code, because none is valid yet", async () => {
    const { body } = await patch({ discountCodes: ["SPRING", "fall"] });
    expect(body.warnings).toEqual(
      ["SPRING", "fall"].map((discountCode) => ({
        code: "discount.unknown",
        discountCode,
        message: expect.any(String),
      })),
    );
  });

  it.each([
    [{ discountCodes: ["A", "A"] }, "#/discountCodes"],
    [{ discountCodes: Array.from({ length: 11 }, (_, i) => `C${i}`) }, "#/discountCodes"],
    [{ discountCodes: ["A", " "] }, "#/discountCodes/1"],
    [{ note: "x".repeat(501) }, "#/note"],
    [{ email: "ada" }, "#/email"],
    [{ shippingAddress: { ...address, postalCode: null } }, "#/shippingAddress/postalCode"],
    [{ lines: [] }, "#/lines"],
  ])("refuse %j with 422", async (body, pointer) => {
    const answer = await patch(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it("are removed with the lines when the cart is emptied", async () => {
    await patch(full);
    await shopper.send("DELETE", "/v1/cart");
    expect(await fieldsOf()).toEqual(nothing);
    const { version } = (await shopper.send("GET", "/v1/cart")).body;
    expect((await shopper.send("DELETE", "/v1/cart")).body.version).toBe(version);
  });
});

describe("at sign-in", () => {
  it("come from the cart in which they were changed last, all of them", async () => {
    const { email, shopper: own } = await account();
    await patch({ note: "The customer's", email: "own@example.com" }, {}, own);
    const later = client();
    await patch({ note: "The guest's" }, {}, later);
    await signIn(later, email);
    expect(await fieldsOf(own)).toEqual({ ...nothing, note: "The guest's" });

    const earlier = client();
    await patch(full, {}, earlier);
    await patch({ note: "The customer's again" }, {}, own);
    await signIn(earlier, email);
    expect(await fieldsOf(own)).toEqual({ ...nothing, note: "The customer's again" });
  });

  it("stay removed if they were removed last", async () => {
    const { email, shopper: own } = await account();
    const guest = client();
    await patch(full, {}, guest);
    await patch(full, {}, own);
    await patch({ email: null, note: null, shippingAddress: null }, {}, own);
    await signIn(guest, email);
    expect(await fieldsOf(own)).toEqual(nothing);
  });
});

describe("an order", () => {
  it("takes from the cart what its request omits, and removes it from there", async () => {
    await add(shopper, sku);
    await patch({ ...full, discountCodes: ["A"] });
    const { status, body } = await order();
    expect([status, body.note]).toEqual([201, full.note]);
    expect(body).toMatchObject({ email: full.email, shippingAddress: address, billingAddress: null });
    expect(await fieldsOf()).toEqual(nothing);
    const shown = await shopper.send("GET", `/v1/orders/${body.id}`);
    expect(shown.body.note).toBe(full.note);
  });

  it.each([null, ""])("takes from the cart what is %j in its request", async (blank) => {
    await add(shopper, sku);
    await patch(full);
    const blanks = { email: blank, note: blank, shippingAddress: blank, shippingAddressId: blank };
    const { status, body } = await order({ ...blanks, billingAddress: blank });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...full, billingAddress: null });
  });

  it("prefers its own request, and stores a billing address", async () => {
    await add(shopper, sku);
    await patch(full);
    const billingAddress = { ...address, name: "Accounts", company: "Engines Ltd" };
    const elsewhere = { ...address, line1: "Elsewhere 1" };
    const own = { email: "grace@example.com", shippingAddress: elsewhere, note: "Mine" };
    const { body } = await order({ ...own, billingAddress });
    expect(body).toMatchObject({ ...own, billingAddress });
    const stored = await run("select note, billing_address ->> 'company' from orders where id = :id", {
      id: body.id,
    });
    expect(stored).toEqual([["Mine", "Engines Ltd"]]);
  });

  it("is the same when it is repeated after its cart has forgotten the fields", async () => {
    await add(shopper, sku);
    await patch(full);
    const key = keyed();
    const first = await order({}, key);
    const again = await order({}, key);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(again.body).toEqual(first.body);
  });

  it("keeps fields that were entered after the ordered version", async () => {
    await add(shopper, sku);
    const ordering = copyOf(shopper);
    const placed = await order({ email: full.email, shippingAddress: address });
    expect(placed.status).toBe(201);
    await patch({ note: "For the next order" }, {}, ordering);
    expect((await fieldsOf()).note).toBe("For the next order");
  });

  it("uses a saved address instead of the cart's", async () => {
    const { shopper: by } = await account();
    const saved = { ...address, line1: "Saved 1" };
    const { body } = await by.send("POST", "/v1/customers/me/addresses", { body: saved });
    await add(by, sku);
    await patch(full, {}, by);
    const placed = await order({ shippingAddressId: body.id }, keyed(), by);
    expect([placed.status, placed.body.shippingAddress]).toEqual([201, saved]);
  });

  it("is refused with 422 without an e-mail or an address, wherever they come from", async () => {
    await add(shopper, sku);
    const pointers = async () =>
      (await order()).body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(await pointers()).toEqual(["#/email", "#/shippingAddress"]);
    await patch({ email: full.email });
    expect(await pointers()).toEqual(["#/shippingAddress"]);
    await patch({ shippingAddress: address });
    expect((await order()).body.total).toEqual(usd(699));
  });
});
