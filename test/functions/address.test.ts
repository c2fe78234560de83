import { Address } from "@myclothes/core/customer/address/schema";
import { beforeAll, describe, expect, it } from "vitest";
import { address } from "../support/bodies.ts";
import { type Answer, type Client, client } from "../support/client.ts";
import { run } from "../support/products.ts";
import { account } from "./customer.ts";
import { storeCalls } from "./instance.ts";

const PATH = "/v1/customers/me/addresses";
const ANY_ID = `addr_${"0".repeat(26)}`;

const add = async (by: Client, rest: object = {}): Promise<Answer["body"]> => {
  const answer = await by.send("POST", PATH, { body: { ...address, ...rest } });
  expect(answer.status).toBe(201);
  return answer.body;
};
const all = async (by: Client): Promise<Answer["body"][]> =>
  (await by.send("GET", `${PATH}?limit=100`)).body.data;
const told = ({ status, body }: Answer) => [status, body.code];

let ada: Client;
let adaId: string;
let eve: Client;
beforeAll(async () => {
  ({ shopper: ada, id: adaId } = await account());
  ({ shopper: eve } = await account());
});

describe("an address", () => {
  it("is added, read, replaced whole, and deleted once", async () => {
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
      expect(told(await shopper.send(method, path))).toEqual([404, "address.unknown"]);
    }
    expect(told(await shopper.send("PUT", path, { body: address }))).toEqual([404, "address.unknown"]);
    expect(await all(shopper)).toEqual([]);
  });

  it("comes back byte for byte, whatever stands in it", async () => {
    const texts = ["'; drop table a --", "e\u0301 \u00e9 😀\u202e", ' "\\u0000" :p0 $1 ', "a\r\n\tb %00"];
    const fields = Object.keys(Address.shape).filter((field) => field !== "country");
    for (const text of texts) {
      const sent = { ...Object.fromEntries(fields.map((field) => [field, text])), country: "IS" };
      const made = await add(ada, sent);
      expect(made).toEqual({ ...sent, id: made.id, isDefault: false });
      const path = `${PATH}/${made.id}`;
      expect((await ada.send("PUT", path, { body: sent })).body).toEqual(made);
      expect((await ada.send("GET", path)).body).toEqual(made);
    }
  });

  it.each([
    [{ name: "a\u0000b" }, "#/name"],
    [{ line1: "\ud800" }, "#/line1"],
    [{ city: " " }, "#/city"],
    [{ postalCode: "1".repeat(21) }, "#/postalCode"],
    [{ country: "XX" }, "#/country"],
    [{ country: "gb" }, "#/country"],
    [{ isDefault: "true" }, "#/isDefault"],
    [{ isDefault: null }, "#/isDefault"],
    [{ line2: null }, "#/line2"],
  ])("is refused with %j", async (wrong, pointer) => {
    const body = { ...address, ...wrong };
    for (const [method, path] of [["POST", PATH] as const, ["PUT", `${PATH}/${ANY_ID}`] as const]) {
      const answer = await ada.send(method, path, { body });
      expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
    }
  });

  it("takes no field that is the shop's to fill", async () => {
    const { shopper } = await account();
    const { id } = await add(shopper);
    const before = await all(shopper);
    for (const field of [
      "id",
      "customerId",
      "customer_id",
      "customer",
      "content",
      "createdAt",
      "is_default",
    ]) {
      for (const [method, path] of [["POST", PATH] as const, ["PUT", `${PATH}/${id}`] as const]) {
        const answer = await shopper.send(method, path, { body: { ...address, [field]: adaId } });
        expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, `#/${field}`]);
      }
    }
    expect(await all(shopper)).toEqual(before);
  });
});

describe("one address at most is the default:", () => {
  const defaults = async (by: Client) => (await all(by)).flatMap((one) => (one.isDefault ? [one.id] : []));

  it("the last that was set, until it is set no more or deleted", async () => {
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

  it("one that cannot be set leaves it as it is", async () => {
    const { shopper } = await account();
    const other = await add(eve);
    const { id } = await add(shopper, { isDefault: true });
    for (const wrong of [other.id, ANY_ID]) {
      const answer = await shopper.send("PUT", `${PATH}/${wrong}`, { body: { ...address, isDefault: true } });
      expect(told(answer)).toEqual([404, "address.unknown"]);
    }
    expect(await defaults(shopper)).toEqual([id]);
  });
});

describe("nobody's but their owner's:", () => {
  const BODY = { body: { ...address, city: "Elsewhere", isDefault: true } };
  const byId = [["GET", {}] as const, ["PUT", BODY] as const, ["DELETE", {}] as const];

  it.each(byId)("%s by another is 404, by nobody 401, and changes nothing", async (method, request) => {
    const made = await add(ada);
    const path = `${PATH}/${made.id}`;
    expect(told(await eve.send(method, path, request))).toEqual([404, "address.unknown"]);
    expect(told(await client().send(method, path, request))).toEqual([401, "session.required"]);
    expect((await ada.send("GET", path)).body).toEqual(made);
    expect((await ada.send(method, path, request)).status).toBe(method === "DELETE" ? 204 : 200);
  });

  it("the list and what is added to it", async () => {
    const { id } = await add(ada);
    expect((await all(eve)).map((one) => one.id)).not.toContain(id);
    expect((await all(ada)).map((one) => one.id)).toContain(id);
    expect(told(await client().send("GET", PATH))).toEqual([401, "session.required"]);
    expect(told(await client().send("POST", PATH, BODY))).toEqual([401, "session.required"]);
  });

  it("a write by another site with the owner's cookie is refused", async () => {
    const { id } = await add(ada);
    const headers = { "sec-fetch-site": "cross-site" };
    for (const [method, path] of [
      ["POST", PATH],
      ["PUT", `${PATH}/${id}`],
      ["DELETE", `${PATH}/${id}`],
    ] as const) {
      const answer = await ada.send(method, path, { headers, ...(method !== "DELETE" && BODY) });
      expect(told(answer)).toEqual([403, "session.cross_site"]);
    }
  });

  it.each([
    "x",
    "%00",
    "addr_%00",
    ANY_ID,
    ANY_ID.toUpperCase(),
    `${ANY_ID}%00`,
    "%27",
    "null",
    "%f0%9f%98%80",
  ])("the id %s is unknown", async (id) => {
    for (const [method, request] of byId) {
      expect(told(await ada.send(method, `${PATH}/${id}`, request))).toEqual([404, "address.unknown"]);
    }
  });
});

describe("the list", () => {
  it("goes on where a page ended, in the order in which they were added", async () => {
    const { shopper } = await account();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push((await add(shopper)).id);
    const sorted = ids.toSorted();
    const seen: string[][] = [];
    let next = "";
    do {
      const { body } = await shopper.send("GET", `${PATH}?limit=2${next && `&cursor=${next}`}`);
      seen.push(body.data.map(({ id }: { id: string }) => id));
      next = body.nextCursor;
      expect(next ?? "").not.toContain("addr");
    } while (next);
    expect(seen).toEqual([sorted.slice(0, 2), sorted.slice(2, 4), sorted.slice(4)]);
    const whole = await shopper.send("GET", `${PATH}?limit=5`);
    expect([whole.body.data.length, whole.body.nextCursor]).toEqual([5, null]);
  });

  it("holds 20 a page unless it is said otherwise, 50 in all", async () => {
    const { shopper, id } = await account();
    for (let i = 0; i < 50; i++) await add(shopper);
    const { body } = await shopper.send("GET", PATH);
    expect([body.data.length, typeof body.nextCursor]).toEqual([20, "string"]);
    const refused = await shopper.send("POST", PATH, { body: { ...address, isDefault: true } });
    expect(told(refused)).toEqual([422, "address.limit"]);
    for (const status of [204, 404]) {
      expect((await shopper.send("DELETE", `${PATH}/${body.data[0].id}`)).status).toBe(status);
    }
    await add(shopper, { isDefault: true });
    expect(await all(shopper)).toHaveLength(50);
    const counted = await run("select address_count from customer where id = :id", { id });
    expect(counted).toEqual([[50]]);
  });

  it.each([
    ["cursor=x", "?cursor"],
    ["cursor=", "?cursor"],
    ["cursor=%00", "?cursor"],
    [`cursor=${"x".repeat(500)}`, "?cursor"],
    [`cursor=${Buffer.from(`ord_${"0".repeat(26)}`).toString("base64url")}`, "?cursor"],
    ["limit=0", "?limit"],
    ["limit=101", "?limit"],
    ["limit=-1", "?limit"],
    ["limit=1.5", "?limit"],
  ])("refuses %s", async (query, pointer) => {
    const answer = await ada.send("GET", `${PATH}?${query}`);
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([422, pointer]);
  });
});

it("each request costs one call to DynamoDB and one to Aurora, and none where it fails by itself", async () => {
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
