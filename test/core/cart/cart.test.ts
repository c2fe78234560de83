import * as Cart from "@myclothes/core/cart";
import * as Catalog from "@myclothes/core/catalog";
import { type Context, context } from "@myclothes/core/context";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { type Fault, proxy } from "../../support/fault-proxy.ts";

const DAY = 86_400_000;
let fate: (operation: string) => Fault = () => "pass";
let between: Awaited<ReturnType<typeof proxy>>;
let skus: string[];
let ctx: Context;
let writes = 0;

beforeAll(async () => {
  between = await proxy(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "", ({ operation }) => fate(operation));
  process.env.AWS_ENDPOINT_URL_DYNAMODB = between.url;
  const { data } = await Catalog.products(context(), { sort: "newest", limit: 3, inStock: true });
  const products = await Promise.all(data.map(({ handle }) => Catalog.product(context(), handle)));
  skus = products.flatMap(({ variants }) => variants.slice(0, 2).map(({ sku }) => sku));
});
afterAll(() => between.close());
beforeEach(() => {
  fate = () => "pass";
  ctx = context();
});

const fresh = () => Cart.empty(newId("cart", new Date()), false);
const write = (key = `key-${writes++}`, ifMatch?: string): Cart.Write => ({
  key,
  fingerprint: key,
  hasClientKey: true,
  ifMatch,
});
const sku = (i: number) => skus[i] ?? "";
const stored = async (cart: Cart.Cart) => (await Table.read(context(), cart))?.lines ?? [];
const quantities = async (cart: Cart.Cart) =>
  Object.fromEntries((await stored(cart)).map((line) => [line.sku, line.quantity]));

/** The first PutItem gets `what`. The others pass. */
const once = (what: Fault) => {
  let met = false;
  fate = (operation) => {
    if (operation !== "PutItem" || met) return "pass";
    met = true;
    return what;
  };
};

describe("a change", () => {
  it("is stored under the next version before it is answered", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 2 }, write());
    const next = await Cart.setItem(ctx, cart, { sku: sku(1), quantity: 3 }, write());
    expect([cart.version, next.version]).toEqual([1, 2]);
    expect(await quantities(cart)).toEqual({ [sku(0)]: 2, [sku(1)]: 3 });
  });

  it("makes one write, and reads only if another write was faster", async () => {
    await Catalog.variants(ctx, skus);
    const mine = context();
    const cart = await Cart.addItem(mine, fresh(), { sku: sku(0), quantity: 1 }, write());
    expect(mine.calls.map(({ name }) => name)).toEqual(["dynamodb.PutItem"]);
    const late = context();
    await Cart.addItem(
      late,
      { ...cart, version: 0, recentWrites: [] },
      { sku: sku(0), quantity: 1 },
      write(),
    );
    const names = late.calls.map(({ name }) => name.replace("dynamodb.", ""));
    expect(names).toEqual(["PutItem", "BatchGetItem", "PutItem"]);
    expect(await quantities(cart)).toEqual({ [sku(0)]: 2 });
  });

  it("writes nothing if there is nothing to change", async () => {
    const cart = fresh();
    expect(await Cart.removeItem(ctx, cart, sku(0), write())).toBe(cart);
    expect(await Cart.clear(ctx, cart, write())).toBe(cart);
    expect(await Table.read(ctx, cart)).toBeUndefined();
  });
});

describe("many at once", () => {
  it("all count: 20 adds from the same version of the cart", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    const adds = Array.from({ length: 20 }, () =>
      Cart.addItem(context(), cart, { sku: sku(0), quantity: 1 }, write()),
    );
    await Promise.all(adds);
    expect(await quantities(cart)).toEqual({ [sku(0)]: 21 });
  });

  it("with one key count once: 20 times the same add", async () => {
    const cart = fresh();
    const same = write();
    const adds = Array.from({ length: 20 }, () =>
      Cart.addItem(context(), cart, { sku: sku(0), quantity: 1 }, same),
    );
    await Promise.all(adds);
    expect(await quantities(cart)).toEqual({ [sku(0)]: 1 });
  });

  it("with If-Match, only one is made", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    const adds = Array.from({ length: 8 }, () =>
      Cart.addItem(context(), cart, { sku: sku(0), quantity: 1 }, write(undefined, `"${cart.version}"`)),
    );
    const results = await Promise.allSettled(adds);
    const lost = results.filter((result) => result.status === "rejected");
    expect(lost.map(({ reason }) => reason.code)).toEqual(Array(7).fill("cart.changed"));
    expect(await quantities(cart)).toEqual({ [sku(0)]: 2 });
  });
});

describe("a faulty connection to DynamoDB", () => {
  it.each(["reset before", "reset after"] as const)("%s: the add counts once", async (what) => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    once(what);
    const next = await Cart.addItem(ctx, cart, { sku: sku(0), quantity: 1 }, write());
    expect(next.version).toBe(2);
    expect(await quantities(cart)).toEqual({ [sku(0)]: 2 });
  });

  it("returns success if our own first attempt was stored, also with If-Match", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    once("reset after");
    const next = await Cart.setItem(ctx, cart, { sku: sku(0), quantity: 5 }, write(undefined, '"1"'));
    expect(next.version).toBe(2);
    expect(await quantities(cart)).toEqual({ [sku(0)]: 5 });
  });

  it("refuses with 503 if DynamoDB is unavailable, and changes nothing", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    fate = (operation) => (operation === "PutItem" ? "reset before" : "pass");
    const add = Cart.addItem(ctx, cart, { sku: sku(0), quantity: 1 }, write());
    await expect(add).rejects.toMatchObject({ code: "service.unavailable" });
    fate = () => "pass";
    expect(await quantities(cart)).toEqual({ [sku(0)]: 1 });
  });
});

describe("a cart that has expired", () => {
  it("is empty although it is still stored, and keeps its version", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    const later = context({ now: new Date(ctx.now.getTime() + 91 * DAY) });
    const found = await Table.read(later, cart);
    expect(found).toMatchObject({ version: 1, lines: [] });
    await Cart.addItem(later, found ?? cart, { sku: sku(1), quantity: 1 }, write());
    const after = await Table.read(later, cart);
    expect(after).toMatchObject({ version: 2, lines: [{ sku: sku(1) }] });
  });
});

describe("a cart that became an order", () => {
  it("keeps units that were added meanwhile, and loses the sold units once", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    await Cart.addItem(ctx, cart, { sku: sku(1), quantity: 1 }, write());
    const removeOrdered = () => Cart.removeOrdered(context(), cart, cart.version);
    await Promise.all([removeOrdered(), removeOrdered(), removeOrdered()]);
    expect(await quantities(cart)).toEqual({ [sku(1)]: 1 });
    const again = await Table.read(context(), cart);
    await Cart.addItem(ctx, again ?? cart, { sku: sku(0), quantity: 1 }, write());
    await removeOrdered();
    expect(await quantities(cart)).toEqual({ [sku(0)]: 1, [sku(1)]: 1 });
  });

  it("loses the sold units also if the order left little time", async () => {
    const cart = await Cart.addItem(ctx, fresh(), { sku: sku(0), quantity: 1 }, write());
    await Cart.removeOrdered(context({ timeoutMs: 2_900 }), cart, cart.version);
    expect(await quantities(cart)).toEqual({});
  });
});
