import { createHash } from "node:crypto";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { links } from "@myclothes/core/links";
import { beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Client, client, tokenOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { storeCalls } from "../../support/instance.ts";

let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
});

const add = (shopper: Client, headers = {}) =>
  shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 }, headers });
const begun = async (): Promise<{ shopper: Client; token: string; first: Answer }> => {
  const shopper = client();
  const first = await add(shopper);
  return { shopper, token: tokenOf(shopper), first };
};
const count = async (headers: Record<string, string>): Promise<number> =>
  (await client().send("GET", "/v1/cart", { headers })).body.itemCount;

describe("a session", () => {
  it("is not started by a read, and only the cart issues a token", async () => {
    const garbage = { cookie: "__Host-session=x" };
    for (const path of ["/v1/products", "/v1/categories", "/v1/shipping-options", "/v1/orders/x"]) {
      for (const method of ["GET", "HEAD"]) {
        const { headers } = await client().send(method, path, { headers: garbage });
        expect(headers.getSetCookie()).toEqual([]);
      }
    }
    expect(storeCalls(await client().send("GET", "/v1/cart", { headers: garbage }))).toEqual([]);
  });

  it("is started by the first write, in a cookie that scripts, other hosts and other sites cannot use", async () => {
    const { first, token, shopper } = await begun();
    const [cookie, ...others] = first.headers.getSetCookie();
    expect(others).toEqual([]);
    const [pair, ...attributes] = (cookie ?? "").split("; ");
    expect(pair).toBe(`__Host-session=${token}`);
    const expected = ["HttpOnly", `Max-Age=${90 * 86_400}`, "Path=/", "SameSite=Lax", "Secure"];
    expect(attributes.sort()).toEqual(expected);
    const [secret = ""] = token.split(".");
    expect(Buffer.from(secret, "base64url").length).toBeGreaterThanOrEqual(16);
    expect(first.body.session).toBeUndefined();
    expect((await add(shopper)).headers.getSetCookie()).toEqual([]);
  });

  it("has a new secret each time, and never one that the client chose", async () => {
    const planted = `${"A".repeat(43)}.${"0".repeat(26)}`;
    const shopper = client();
    shopper.jar.cookie = `__Host-session=${planted}`;
    await add(shopper);
    const tokens = [planted, tokenOf(shopper), (await begun()).token];
    // Each token has a secret and an owner, and two have a signature.
    expect(new Set(tokens.flatMap((token) => token.split("."))).size).toBe(8);
  });

  it("is not started by a refusal, or by emptying an empty cart", async () => {
    const shopper = client();
    const refused = [
      await shopper.send("POST", "/v1/cart/items", { body: { sku: "NONE", quantity: 1 } }),
      await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 0 } }),
      await shopper.send("POST", "/v1/cart/items", { body: "{" }),
      await shopper.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: -1 } }),
      await shopper.send("DELETE", "/v1/cart", { headers: { "if-match": '"3"' } }),
      await shopper.send("POST", "/v1/orders", { body: {} }),
    ];
    expect(refused.filter(({ status }) => status < 400)).toEqual([]);
    const empty = [
      await shopper.send("DELETE", "/v1/cart"),
      await shopper.send("DELETE", `/v1/cart/items/${sku}`),
    ];
    for (const { headers } of [...refused, ...empty]) expect(headers.getSetCookie()).toEqual([]);
  });

  it("is returned once in the body to a client without cookies, and works as a bearer token", async () => {
    const first = await add(client(), { "x-session-transport": "bearer" });
    expect(first.headers.getSetCookie()).toEqual([]);
    const { token } = first.body.session;
    const headers = { authorization: `Bearer ${token}`, "x-session-transport": "bearer" };
    const second = await add(client(), headers);
    expect([second.body.itemCount, second.body.session]).toEqual([2, undefined]);
    expect(await count({ authorization: `bearer ${token}` })).toBe(2);
    expect(await count({ cookie: `__Host-session=${token}` })).toBe(2);
  });

  it("is read from the bearer token if there are both, unless that has another format", async () => {
    const [{ token }, other] = [await begun(), await begun()];
    await add(other.shopper);
    const cookie = `__Host-session=${token}`;
    expect(await count({ cookie, authorization: `Bearer  ${other.token}` })).toBe(2);
    for (const authorization of [
      "Basic dTpw",
      "Bearer garbage",
      "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x",
      "Bearer",
      "",
    ]) {
      const { token } = await begun();
      const written = await add(client(), { cookie: `__Host-session=${token}`, authorization });
      expect([authorization, written.body.itemCount]).toEqual([authorization, 2]);
      expect(written.headers.getSetCookie()).toEqual([]);
    }
  });
});

describe("a text that is not a session token is ignored", () => {
  it("if it is garbage, tampered with or sent twice", async () => {
    const { token } = await begun();
    const other = (await begun()).token;
    const [secret = "", cartId = ""] = token.split(".");
    const flipped = `${secret.startsWith("A") ? "B" : "A"}${secret.slice(1)}`;
    const name = "__Host-session";
    const cookies = [
      `${name}=`,
      `${name}=${"x".repeat(8000)}`,
      `${name}=${secret}`,
      `${name}=${cartId}`,
      `${name}=${flipped}.${cartId}`,
      `${name}=${secret}.${other.split(".")[1]}`,
      `${name}=${secret}.${cartId.toLowerCase()}`,
      `${name}=${token}x`,
      `${name}="${token}"`,
      `${name}=${encodeURIComponent(`${token} `)}`,
      `${name}=${token}; ${name}=${other}`,
      `${name}=${token}; ${name}=${token}`,
      `${name}=garbage; ${name}=${token}`,
      `${name.toLowerCase()}=${token}`,
      `session=${token}`,
      `x${name}=${token}`,
      `${name}=%00%ff%`,
      ";;;=;",
      createHash("sha256").update(secret).digest("base64url"),
    ];
    for (const cookie of cookies) {
      const { status, body, headers } = await client().send("GET", "/v1/cart", { headers: { cookie } });
      expect([cookie, status, body.version]).toEqual([cookie, 200, 0]);
      // As for every visitor without a session.
      expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-session=[\w-]{43}\./)]);
    }
    for (const cookie of cookies) expect((await add(client(), { cookie })).body.itemCount).toBe(1);
    for (const cookie of [
      `a=1; ${name}=${token}; b=2`,
      `${name}=${token};`,
      `a=${name}=x;${name}=${token}`,
    ]) {
      expect(await count({ cookie })).toBe(1);
    }
  });
});

it("the store contains no token: nothing in it opens a session", async () => {
  const { token } = await begun();
  const [secret = ""] = token.split(".");
  const dynamo = new DynamoDBClient();
  let dump = "";
  for (const table of [links.Sessions.name, links.Carts.name]) {
    for (let from: Record<string, never> | undefined, first = true; first || from; first = false) {
      const page = await dynamo.send(new ScanCommand({ TableName: table, ExclusiveStartKey: from }));
      dump += JSON.stringify(page.Items);
      from = page.LastEvaluatedKey as typeof from;
    }
  }
  const id = createHash("sha256").update(secret).digest("base64url");
  expect(dump).toContain(id);
  expect(dump).not.toContain(secret);
  expect(await count({ cookie: `__Host-session=${token.replace(secret, id)}` })).toBe(0);
});
