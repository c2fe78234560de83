import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, client } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { account, add, from, newEmail, PASSWORD, profile, signIn } from "../../support/customer.ts";
import { storeCalls } from "../../support/instance.ts";

let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
});

describe("the profile", () => {
  it("changes only the fields that are sent", async () => {
    const { shopper, answer } = await account();
    const change = async (body: object) => (await shopper.send("PATCH", "/v1/customers/me", { body })).body;
    const named = await change({ name: "Countess of Lovelace" });
    expect(named).toEqual({ ...answer.body, name: "Countess of Lovelace", updatedAt: named.updatedAt });
    expect(Date.parse(named.updatedAt)).toBeGreaterThanOrEqual(Date.parse(answer.body.updatedAt));
    expect((await profile(shopper)).body).toEqual(named);
  });

  it("refuses to change the e-mail without its link", async () => {
    const { shopper, email } = await account();
    const body = { email: newEmail(), currentPassword: PASSWORD };
    const answer = await shopper.send("PATCH", "/v1/customers/me", { body });
    expect([answer.status, answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
      422,
      ["#/email", "#/currentPassword"],
    ]);
    expect((await profile(shopper)).body.email).toBe(email);
  });

  it("does not change without fields", async () => {
    const { shopper, answer } = await account();
    expect((await shopper.send("PATCH", "/v1/customers/me", { body: {} })).body).toEqual(answer.body);
  });

  it.each(["\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\u200b", "\u00ad\ufeff", " \u2060 ", "\ufe0f"])(
    "refuses a name without visible characters: %j",
    async (name) => {
      const { shopper } = await account();
      const { status, body } = await shopper.send("PATCH", "/v1/customers/me", { body: { name } });
      expect([status, body.errors?.[0].pointer]).toEqual([422, "#/name"]);
      expect(
        (await shopper.send("PATCH", "/v1/customers/me", { body: { name: `A${name}` } })).body.name,
      ).toBe(`A${name}`);
    },
  );

  it.each([
    "Ada",
    "  Ada  ",
    "Ada\u0301 İıſẞ",
    "😀 👩‍👧‍👦",
    "'; drop table customer --",
    "%00",
    "x".repeat(100),
  ])("returns the name as it was sent: %j", async (name) => {
    const { answer, shopper } = await account({ name });
    expect([answer.body.name, (await profile(shopper)).body.name]).toEqual([name, name]);
  });
});

it.each([
  ["GET", "/v1/customers/me", undefined],
  ["PATCH", "/v1/customers/me", { name: "Eve" }],
  ["POST", "/v1/customers/me/erasure", { password: PASSWORD }],
  ["POST", "/v1/customers/me/email-changes", { email: "ada@example.com", password: PASSWORD }],
  ["GET", "/v1/customers/me/export", undefined],
  ["PUT", "/v1/customers/me/password", { currentPassword: PASSWORD, newPassword: PASSWORD }],
])("%s %s is refused for guests and strangers", async (method, path, body) => {
  const guest = client();
  await add(guest, sku);
  const { email, shopper: left } = await account();
  const { cookie } = left.jar;
  await left.send("DELETE", "/v1/sessions/current");
  left.jar.cookie = cookie;
  for (const by of [client(), guest, left]) {
    const answer = await by.send(method, path, body ? { body } : {});
    expect([answer.status, answer.body.code]).toEqual([401, "session.required"]);
  }
  expect((await signIn(client(), email)).status).toBe(201);
});

describe("costs", () => {
  const cost = (answer: Answer) => ({
    dynamo: storeCalls(answer).filter((store) => store === "dynamodb").length,
    aurora: storeCalls(answer).filter((store) => store === "data-api").length,
  });

  it("for the profile: one call to each store", async () => {
    const { shopper } = await account();
    expect(cost(await profile(shopper))).toEqual({ dynamo: 1, aurora: 1 });
  });

  it("for registering: one call to Aurora and one to DynamoDB, with a guest's cart one and two more", async () => {
    expect(cost((await account()).answer)).toEqual({ dynamo: 1, aurora: 1 });
    const shopper = client();
    await add(shopper, sku);
    // The guest's cart is read and locked for the merge. One call then writes the merged cart and a tombstone.
    expect(cost((await account({ shopper })).answer)).toEqual({ dynamo: 3, aurora: 2 });
  });

  it("for signing in: at most three calls to DynamoDB and one to Aurora, with a guest's cart one and one more", async () => {
    const { email, shopper } = await account();
    const guest = client();
    await add(guest, sku);
    expect(cost(await signIn(client(), email))).toEqual({ dynamo: 2, aurora: 1 });
    expect(cost(await signIn(shopper, email))).toEqual({ dynamo: 3, aurora: 1 });
    expect(cost(await signIn(guest, email))).toEqual({ dynamo: 4, aurora: 2 });
    // With a known IP address, an attempt is counted and given back. Other tests use other addresses.
    const address = `10.${[1, 2, 3].map(() => randomInt(256)).join(".")}`;
    expect(cost(await signIn(client(), email, { headers: from(address) }))).toEqual({
      dynamo: 4,
      aurora: 1,
    });
  });

  it("nothing when the request itself is invalid", async () => {
    const body = { email: newEmail(), password: "password1", name: "Ada" };
    const refused = [
      await client().send("POST", "/v1/customers", { body }),
      await client().send("POST", "/v1/sessions", { body }),
      await profile(client()),
      await client().send("DELETE", "/v1/sessions/current"),
    ];
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 401, 401]);
    for (const answer of refused) expect(storeCalls(answer)).toEqual([]);
  });
});
