import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import * as Session from "@myclothes/core/session";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { keyed, orderOf } from "../../../support/bodies.ts";
import { type Client, client, copyOf, tokenOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { account, PASSWORD, signIn } from "../../support/customer.ts";
import { storeCalls } from "../../support/instance.ts";

const DAY = 86_400_000;
let skus: string[];
beforeAll(async () => {
  skus = (await product({ price: 100, stock: 10_000, variants: [{}, {}] })).skus;
});
afterEach(() => {
  vi.useRealTimers();
});

const add = (shopper: Client, i = 0, headers: Record<string, string> = {}) =>
  shopper.send("POST", "/v1/cart/items", { body: { sku: skus[i] ?? "", quantity: 1 }, headers });
const cart = (shopper: Client, headers: Record<string, string> = {}) =>
  shopper.send("GET", "/v1/cart", { headers });
const codes = ({ body }: { body: { warnings: { code: string }[] } }) => body.warnings.map(({ code }) => code);

/** A visitor who has requested the cart, and has a token of which nothing is stored. */
async function visitor(): Promise<Client> {
  const shopper = client();
  await cart(shopper);
  return shopper;
}

describe("requesting the cart", () => {
  it("issues a token without a store call, and the next request issues no other", async () => {
    const shopper = client();
    const first = await cart(shopper);
    expect([storeCalls(first), codes(first), first.body.session]).toEqual([[], [], undefined]);
    const token = tokenOf(shopper);
    expect(token).toMatch(/^[\w-]{43}\.[0-9A-Z]{26}\.[\w-]{43}$/);
    const again = await cart(shopper);
    expect([again.headers.getSetCookie(), codes(again)]).toEqual([[], []]);
    const written = await add(shopper);
    expect([written.headers.getSetCookie(), written.body.itemCount]).toEqual([[], 1]);
    expect((await cart(shopper)).body.itemCount).toBe(1);
  });

  it("issues it in the body to a bearer client, where later tokens are too", async () => {
    const first = await cart(client(), { "x-session-transport": "bearer" });
    expect(first.headers.getSetCookie()).toEqual([]);
    const authorization = `Bearer ${first.body.session.token}`;
    expect((await add(client(), 0, { authorization })).body).toMatchObject({ itemCount: 1 });
    const { email } = await account();
    const body = { email, password: PASSWORD };
    const signedIn = await client().send("POST", "/v1/sessions", { body, headers: { authorization } });
    expect([signedIn.headers.getSetCookie(), typeof signedIn.body.session.token]).toEqual([[], "string"]);
  });

  it("issues no cookie to another site's page, but a bearer token if the page asks for it", async () => {
    const foreign = { "sec-fetch-site": "cross-site" };
    expect((await cart(client(), foreign)).headers.getSetCookie()).toEqual([]);
    const { body } = await cart(client(), { ...foreign, "x-session-transport": "bearer" });
    expect(typeof body.session.token).toBe("string");
  });
});

describe("several first writes at once share one cart", () => {
  it.each([0, 3, 10])("when the second starts %i ms later: all of 8 pairs", async (ms) => {
    for (let i = 0; i < 8; i++) {
      const shopper = await visitor();
      const answers = await Promise.all([
        add(shopper, 0),
        new Promise((resolve) => setTimeout(resolve, ms)).then(() => add(shopper, 1)),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
      expect((await cart(shopper)).body.lines.map(({ sku }: { sku: string }) => sku).sort()).toEqual(skus);
    }
  });

  it("also when a process died between storing the cart and storing the session", async () => {
    const shopper = await visitor();
    const found = await Session.resume(context(), tokenOf(shopper));
    const write = { key: "first", hasClientKey: false, fingerprint: "" };
    await Cart.addItem(context(), found.cart, { sku: skus[0] ?? "", quantity: 1 }, write);
    const half = copyOf(shopper);
    expect((await add(shopper, 1)).body.itemCount).toBe(2);
    const order = await half.send("POST", "/v1/orders", { body: orderOf(200), headers: keyed() });
    expect(order.status).toBe(201);
  });

  it("and a cart that such a process stored can be ordered at once", async () => {
    const shopper = await visitor();
    const found = await Session.resume(context(), tokenOf(shopper));
    const write = { key: "first", hasClientKey: false, fingerprint: "" };
    await Cart.addItem(context(), found.cart, { sku: skus[0] ?? "", quantity: 1 }, write);
    const order = await shopper.send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
    expect(order.status).toBe(201);
  });
});

describe("POST /v1/cart", () => {
  it("starts a session with an empty cart, once", async () => {
    const shopper = client();
    const first = await shopper.send("POST", "/v1/cart");
    expect([first.status, first.body.lines, first.headers.getSetCookie().length]).toEqual([201, [], 1]);
    const again = await shopper.send("POST", "/v1/cart");
    expect([again.status, again.headers.getSetCookie()]).toEqual([200, []]);
    await add(shopper);
    expect((await shopper.send("POST", "/v1/cart")).body.itemCount).toBe(1);
  });

  it("returns the token to a bearer client", async () => {
    const headers = { "x-session-transport": "bearer" };
    const { status, body } = await client().send("POST", "/v1/cart", { headers });
    const authorization = `Bearer ${body.session.token}`;
    const again = await client().send("POST", "/v1/cart", { headers: { authorization } });
    expect([status, again.status, again.body.session]).toEqual([201, 200, undefined]);
    const first = await cart(client(), headers);
    const held = { authorization: `Bearer ${first.body.session.token}` };
    const created = await client().send("POST", "/v1/cart", { headers: held });
    expect([created.status, created.body.session]).toEqual([201, first.body.session]);
  });
});

describe("a token", () => {
  it("is refused when its signature, its owner or its key is wrong", async () => {
    const [one, other] = [(await visitor()).jar.cookie, (await visitor()).jar.cookie];
    const [secret, owner, signature] = one.split(".");
    const [, theirOwner] = other.split(".");
    for (const cookie of [
      `${secret}.${theirOwner}.${signature}`,
      `${secret}.${owner}.${"A".repeat(43)}`,
      `${secret}.${owner}`,
    ]) {
      const shopper = client();
      shopper.jar.cookie = cookie;
      expect(codes(await add(shopper))).toEqual(["session.ended"]);
      expect(shopper.jar.cookie).not.toBe(cookie);
    }
    const { keys } = links.Signing;
    keys.unshift("a newer key");
    const shopper = client();
    shopper.jar.cookie = one;
    expect((await add(shopper)).headers.getSetCookie()).toEqual([]);
    keys.shift();
  });

  it("that is unused is valid for 30 days", async () => {
    const start = Date.UTC(2027, 0, 1);
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const shopper = await visitor();
    vi.setSystemTime(start + 30 * DAY - 1000);
    expect(codes(await cart(shopper))).toEqual([]);
    vi.setSystemTime(start + 30 * DAY);
    expect(codes(await cart(shopper))).toEqual(["session.ended"]);
  });

  it("that is unused ends at sign-in, and a write on its way is told to try again", async () => {
    const shopper = await visitor();
    const late = copyOf(shopper);
    const { email } = await account();
    await signIn(shopper, email);
    const written = await add(late);
    expect([written.status, written.body.code, written.headers.getSetCookie()]).toEqual([
      503,
      "cart.busy",
      [],
    ]);
    expect((await cart(late)).headers.getSetCookie()).toEqual([]);
  });

  it("whose first write races with the sign-in adds its item to the customer's cart, or is told to try again", async () => {
    for (let i = 0; i < 5; i++) {
      const [shopper, { email }] = [await visitor(), await account()];
      const tab = copyOf(shopper);
      const [written] = await Promise.all([add(tab), signIn(shopper, email)]);
      const { itemCount } = (await cart(shopper)).body;
      expect([written.status, itemCount]).toEqual(written.status === 200 ? [200, 1] : [503, 0]);
    }
  });
});

describe("a session that has ended", () => {
  /** A customer whose session was ended on another device. */
  async function ended(): Promise<Client> {
    const { email, shopper } = await account();
    await add(shopper);
    const device = client();
    await signIn(device, email);
    const body = { currentPassword: PASSWORD, newPassword: "another engine of one's own" };
    expect((await device.send("PUT", "/v1/customers/me/password", { body })).status).toBe(204);
    return shopper;
  }

  it("does not look like an empty shop to a browser: the cart warns, and an order is 401", async () => {
    const shopper = await ended();
    const order = { body: orderOf(100), headers: keyed() };
    const refused = await copyOf(shopper).send("POST", "/v1/orders", order);
    expect([refused.status, refused.body.code]).toEqual([401, "session.expired"]);
    expect(codes(await cart(copyOf(shopper)))).toEqual(["session.ended"]);
    const written = await add(shopper);
    expect([codes(written), written.body.itemCount, written.headers.getSetCookie().length]).toEqual([
      ["session.ended"],
      1,
      1,
    ]);
    expect(codes(await cart(shopper))).toEqual([]);
  });

  it("is 401 for a bearer client, also on reads", async () => {
    const shopper = await ended();
    const headers = { authorization: `Bearer ${tokenOf(shopper)}` };
    for (const [method, path] of [
      ["GET", "/v1/cart"],
      ["POST", "/v1/cart"],
      ["DELETE", "/v1/cart"],
      ["GET", "/v1/customers/me"],
      ["GET", "/v1/orders/ord_01M8G5YJBBCX5DPR0V3MH6DHGG"],
    ] as const) {
      const { status, body } = await client().send(method, path, { headers });
      expect([path, status, body.code]).toEqual([path, 401, "session.expired"]);
    }
    expect((await client().send("GET", "/v1/products", { headers })).status).toBe(200);
  });
});
