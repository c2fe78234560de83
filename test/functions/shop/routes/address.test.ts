import { beforeAll, describe, expect, it } from "vitest";
import { address, keyed, orderOf } from "../../../support/bodies.ts";
import { type Client, client } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";
import { ANY_ID, add, all, outcome, PATH } from "../../support/addresses.ts";
import { account } from "../../support/customer.ts";
import { storeCalls } from "../../support/instance.ts";

let ada: Client;
let eve: Client;
beforeAll(async () => {
  ({ shopper: ada } = await account());
  ({ shopper: eve } = await account());
});

describe("an address", () => {
  it("is added, read, replaced completely, and deleted once", async () => {
    const { shopper } = await account();
    const made = await add(shopper, { line2: "Flat 2", phone: "+44 20 7946 0000" });
    expect(made).toEqual({
      ...address,
      line2: "Flat 2",
      phone: "+44 20 7946 0000",
      id: expect.stringMatching(/^addr_/),
      isDefault: false,
    });
    const path = `${PATH}/${made.id}`;
    expect((await shopper.send("GET", path)).body).toEqual(made);
    expect(await all(shopper)).toEqual([made]);
    const replaced = await shopper.send("PUT", path, { body: { ...address, city: "Bath" } });
    expect([replaced.status, replaced.body]).toEqual([
      200,
      { ...address, city: "Bath", id: made.id, isDefault: false },
    ]);
    expect((await shopper.send("GET", path)).body).toEqual(replaced.body);
    const deleted = await shopper.send("DELETE", path);
    expect([deleted.status, deleted.body]).toEqual([204, ""]);
    for (const method of ["DELETE", "GET"]) {
      expect(outcome(await shopper.send(method, path))).toEqual([404, "address.unknown"]);
    }
    expect(outcome(await shopper.send("PUT", path, { body: address }))).toEqual([404, "address.unknown"]);
    expect(await all(shopper)).toEqual([]);
  });
});

it.each([null, ""])("an address is not the default one if `isDefault` is %j", async (isDefault) => {
  expect((await add(ada, { isDefault })).isDefault).toBe(false);
});

describe("an address's country", () => {
  const without = (country: string, rest: object = {}) => ({
    ...address,
    postalCode: undefined,
    country,
    ...rest,
  });

  it.each(["AE", "HK", "QA"])("%s needs no postal code, and accepts one", async (country) => {
    const made = await add(ada, without(country));
    expect(made).not.toHaveProperty("postalCode");
    expect((await add(ada, without(country, { postalCode: "00000" }))).postalCode).toBe("00000");
  });

  it.each(["GB", "IE", "US", "XK"])(
    "%s needs a postal code, in an address and in an order",
    async (country) => {
      for (const [path, body, pointer] of [
        [PATH, without(country), "#/postalCode"],
        ["/v1/orders", orderOf(1, { shippingAddress: without(country) }), "#/shippingAddress/postalCode"],
      ] as const) {
        const answer = await ada.send("POST", path, { body, headers: keyed() });
        expect([...outcome(answer), answer.body.errors?.[0].pointer]).toEqual([
          422,
          "request.invalid",
          pointer,
        ]);
      }
    },
  );

  it("may be Kosovo, and must exist", async () => {
    expect((await add(ada, { country: "XK", postalCode: "10000" })).country).toBe("XK");
    for (const country of ["XX", "UK", "gb", ""]) {
      const answer = await ada.send("POST", PATH, { body: { ...address, country } });
      expect(outcome(answer)).toEqual([422, "request.invalid"]);
    }
  });
});

it("keeps the company of an address", async () => {
  const made = await add(ada, { company: "Analytical Engines Ltd" });
  expect((await ada.send("GET", `${PATH}/${made.id}`)).body.company).toBe("Analytical Engines Ltd");
});

it("returns a stored address that today's rules would refuse: alone, in the list and in an order", async () => {
  const { shopper } = await account();
  const { id } = await add(shopper);
  const { sku } = await product({ price: 100 });
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const old = { name: "n".repeat(300), line1: "", city: "Willemstad", country: "AN", phone: "p".repeat(90) };
  const content = JSON.stringify({ ...old, fax: "1" });
  await run("update address set content = :content::jsonb where id = :id", { content, id });
  const shown = { ...old, id, isDefault: false };
  expect((await shopper.send("GET", `${PATH}/${id}`)).body).toEqual(shown);
  expect(await all(shopper)).toEqual([shown]);
  const body = orderOf(100, { email: undefined, shippingAddress: undefined, shippingAddressId: id });
  const order = await shopper.send("POST", "/v1/orders", { body, headers: keyed() });
  expect([order.status, order.body.shippingAddress]).toEqual([201, old]);
  const history = await shopper.send("GET", "/v1/customers/me/orders");
  expect(history.body.data[0].shippingAddress).toEqual(old);
});

describe("the default address", () => {
  const defaults = async (by: Client) => (await all(by)).flatMap((one) => (one.isDefault ? [one.id] : []));

  it("is the last one that was set, until it is unset or deleted", async () => {
    const { shopper } = await account();
    const first = await add(shopper, { isDefault: true });
    expect(first.isDefault).toBe(true);
    const second = await add(shopper, { isDefault: true });
    expect(await defaults(shopper)).toEqual([second.id]);
    await add(shopper);
    expect(await defaults(shopper)).toEqual([second.id]);
    const put = (id: string, isDefault?: boolean) =>
      shopper.send("PUT", `${PATH}/${id}`, {
        body: { ...address, ...(isDefault !== undefined && { isDefault }) },
      });
    expect((await put(first.id, true)).body.isDefault).toBe(true);
    expect(await defaults(shopper)).toEqual([first.id]);
    expect((await put(first.id, true)).body.isDefault).toBe(true);
    expect((await put(second.id, false)).body.isDefault).toBe(false);
    expect(await defaults(shopper)).toEqual([first.id]);
    expect((await put(first.id)).body.isDefault).toBe(false);
    expect(await defaults(shopper)).toEqual([]);
    await put(second.id, true);
    await shopper.send("DELETE", `${PATH}/${second.id}`);
    expect(await defaults(shopper)).toEqual([]);
  });

  it("stays when a request to set another one fails", async () => {
    const { shopper } = await account();
    const other = await add(eve);
    const { id } = await add(shopper, { isDefault: true });
    for (const wrong of [other.id, ANY_ID]) {
      const answer = await shopper.send("PUT", `${PATH}/${wrong}`, { body: { ...address, isDefault: true } });
      expect(outcome(answer)).toEqual([404, "address.unknown"]);
    }
    expect(await defaults(shopper)).toEqual([id]);
  });
});

describe("an address that is added with an Idempotency-Key", () => {
  const post = (by: Client, body: object, key: string) =>
    by.send("POST", PATH, { body, headers: keyed(key) });

  it("is added once, however often it is sent, and in any order of its members", async () => {
    const { shopper } = await account();
    const made = await post(shopper, address, "key-1");
    const turned = Object.fromEntries(Object.entries(address).reverse());
    const answers = await Promise.all(
      [1, 2, 3].map(() => post(shopper, { ...turned, isDefault: false }, "key-1")),
    );
    expect([made.status, made.headers.get("idempotent-replayed")]).toEqual([201, null]);
    for (const { status, headers, body } of answers) {
      expect([status, headers.get("idempotent-replayed"), body]).toEqual([201, "true", made.body]);
    }
    expect(await all(shopper)).toEqual([made.body]);
  });

  it("is added once by ten requests at once", async () => {
    const { shopper } = await account();
    const answers = await Promise.all(Array.from({ length: 10 }, () => post(shopper, address, "key-1")));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await all(shopper)).toHaveLength(1);
  });

  it("refuses other content with 422 and adds nothing; keys of other customers are independent", async () => {
    const [one, other] = [await account(), await account()];
    await post(one.shopper, address, "key-1");
    for (const body of [
      { ...address, city: "Bath" },
      { ...address, isDefault: true },
    ]) {
      expect(outcome(await post(one.shopper, body, "key-1"))).toEqual([422, "idempotency.key_reused"]);
    }
    expect((await post(other.shopper, { ...address, city: "Bath" }, "key-1")).status).toBe(201);
    expect(await all(one.shopper)).toHaveLength(1);
  });

  it("is returned again when there is no room for another address", async () => {
    const { shopper } = await account();
    const made = await post(shopper, address, "key-1");
    for (let i = 0; i < 49; i++) await add(shopper);
    expect((await post(shopper, address, "key-1")).body).toEqual(made.body);
    expect(outcome(await post(shopper, address, "key-2"))).toEqual([422, "address.limit"]);
  });
});

it("each request costs one call to DynamoDB and one to Aurora, and none when the request itself is invalid", async () => {
  const both = ["dynamodb", "data-api"];
  const made = await ada.send("POST", PATH, { body: { ...address, isDefault: true } });
  expect(storeCalls(made)).toEqual(both);
  const path = `${PATH}/${made.body.id}`;
  const put = { body: { ...address, isDefault: true } };
  expect(storeCalls(await ada.send("GET", PATH))).toEqual(both);
  expect(storeCalls(await ada.send("GET", path))).toEqual(both);
  expect(storeCalls(await ada.send("PUT", path, put))).toEqual(both);
  expect(storeCalls(await ada.send("DELETE", path))).toEqual(both);
  expect(storeCalls(await ada.send("DELETE", path))).toEqual(both);
  expect(storeCalls(await ada.send("GET", `${PATH}/x`))).toEqual(["dynamodb"]);
  expect(storeCalls(await client().send("GET", PATH))).toEqual([]);
});
