import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Session from "@myclothes/core/session";
import { describe, expect, it } from "vitest";
import { readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { newId } from "../../../packages/core/src/id.ts";
import * as Table from "../../../packages/core/src/session/session.table.ts";

const SECOND = 1000;
const DAY = 86_400 * SECOND;
const START = new Date("2026-03-01T12:00:00Z");
const at = (offset: number) => context({ now: new Date(START.getTime() + offset) });

const begin = async () => Session.begin(at(0), await Session.resume(at(0), undefined));
/** Whether the token opens a session so long after its start; looking keeps it alive, as any use does. */
const isOpen = async (token: string, offset: number) =>
  (await Session.resume(at(offset), token)).session !== undefined;

describe("a session", () => {
  it("is stored by nothing but `begin`", async () => {
    const ctx = at(0);
    const stranger = await Session.resume(ctx, undefined);
    expect([ctx.calls, stranger.session]).toEqual([[], undefined]);
    expect(await isOpen(Session.tokenOf(stranger), 0)).toBe(false);
    await Session.begin(ctx, stranger);
    expect(await isOpen(Session.tokenOf(stranger), 0)).toBe(true);
  });

  it("comes with its cart in one call", async () => {
    const shopper = await begin();
    await Cart.addItem(
      at(0),
      shopper.cart,
      { sku: await anySku(), quantity: 3 },
      { key: "k", fingerprint: "k", keyed: false },
    );
    const ctx = at(0);
    const again = await Session.resume(ctx, Session.tokenOf(shopper));
    expect(ctx.calls.map(({ name }) => name)).toEqual(["dynamodb.BatchGetItem"]);
    expect(again.cart).toMatchObject({ id: shopper.cart.id, version: 1, lines: [{ quantity: 3 }] });
  });

  it("ends to the second after 30 days without use", async () => {
    const token = Session.tokenOf(await begin());
    expect(await isOpen(token, 30 * DAY)).toBe(false);
    const other = Session.tokenOf(await begin());
    expect(await isOpen(other, 30 * DAY - SECOND)).toBe(true);
  });

  it("is kept alive by use, yet ends to the second 90 days after it began", async () => {
    const token = Session.tokenOf(await begin());
    for (let day = 29; day < 90; day += 29) expect(await isOpen(token, day * DAY)).toBe(true);
    expect(await isOpen(token, 90 * DAY - SECOND)).toBe(true);
    expect(await isOpen(token, 90 * DAY)).toBe(false);
  });

  it("costs a write for its use once a day, not once a request", async () => {
    const token = Session.tokenOf(await begin());
    const names = async (offset: number) => {
      const ctx = at(offset);
      await Session.resume(ctx, token);
      return ctx.calls.map(({ name }) => name.replace("dynamodb.", ""));
    };
    expect(await names(DAY - SECOND)).toEqual(["BatchGetItem"]);
    expect(await names(DAY)).toEqual(["BatchGetItem", "UpdateItem"]);
    expect(await names(DAY + SECOND)).toEqual(["BatchGetItem"]);
  });

  it("is stored with its end in seconds, by which DynamoDB deletes it", async () => {
    const shopper = await begin();
    const { id = "", owner = "" } = shopper.session ?? {};
    const end = async () =>
      (await readItems(at(0), [{ table: "Sessions", key: { owner, id } }]))[0]?.expiresAt;
    expect(await end()).toBe((START.getTime() + 30 * DAY) / SECOND);
    await isOpen(Session.tokenOf(shopper), DAY);
    expect(await end()).toBe((START.getTime() + 31 * DAY) / SECOND);
  });

  it("that has ended is not brought back by a request that was under way", async () => {
    const { session, ...shopper } = await begin();
    if (!session) throw new Error("There is no session.");
    await Session.signOut(at(DAY), { session, ...shopper });
    expect(await Table.touch(at(DAY), session)).toBe(false);
    expect(await Table.raise(at(DAY), session, 1)).toBe(false);
    expect(await isOpen(Session.tokenOf(shopper), DAY)).toBe(false);
  });

  it("is stored under a hash, and nowhere with its secret", async () => {
    const shopper = await begin();
    const { id = "", owner = "" } = shopper.session ?? {};
    const [item] = await readItems(at(0), [{ table: "Sessions", key: { owner, id } }]);
    expect(item).toMatchObject({ id, owner, customer: false });
    expect(JSON.stringify(item)).not.toContain(shopper.token.secret);
    expect(shopper.token.secret.length * 6).toBeGreaterThanOrEqual(256);
  });
});

describe("a token", () => {
  it.each(["", "x", "null", "a.b.c", "💥".repeat(20), `${"A".repeat(43)}.`, "A".repeat(10_000)])(
    "that is garbage is no session, and costs no call: %s",
    async (token) => {
      const ctx = at(0);
      expect((await Session.resume(ctx, token)).session).toBeUndefined();
      expect(ctx.calls).toEqual([]);
    },
  );

  it("that is changed anywhere opens nothing", async () => {
    const token = Session.tokenOf(await begin());
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === "B" ? "C" : "B") + token.slice(i + 1);
      if (changed !== token) expect(await isOpen(changed, 0), `character ${i}`).toBe(false);
    }
  });

  it("with another's cart in it opens neither the session nor the cart", async () => {
    const [mine, other] = [await begin(), await begin()];
    const forged = `${mine.token.secret}.${other.cart.id.slice("cart_".length)}`;
    const shopper = await Session.resume(at(0), forged);
    expect(shopper.session).toBeUndefined();
    expect(shopper.cart).toMatchObject({ version: 0, lines: [] });
    expect(shopper.cart.id).not.toBe(other.cart.id);
  });

  it("makes a credential that no other token makes", async () => {
    const [mine, other] = [await begin(), await begin()];
    const subject = newId("order", START);
    expect(Session.credential(mine, subject)).toBe(Session.credential(mine, subject));
    expect(Session.credential(mine, subject)).not.toBe(Session.credential(other, subject));
    expect(Session.credential(mine, subject)).not.toBe(Session.credential(mine, `${subject}x`));
  });
});

describe("the cart's expiry", () => {
  it("never comes before the end of the session that the cart's first change began", () => {
    expect(Cart.LIFETIME_MS / 1000).toBeGreaterThanOrEqual(Session.MAX_AGE_S);
  });

  it("is that of the session where that comes first", async () => {
    const shopper = await begin();
    const in90Days = new Date(START.getTime() + 90 * DAY);
    const cart = { ...shopper.cart, expiresAt: in90Days };
    expect(Session.cartExpiry({ ...shopper, cart })).toEqual(new Date(START.getTime() + 30 * DAY));
    expect(Session.cartExpiry({ ...shopper, session: undefined, cart })).toEqual(in90Days);
  });
});

async function anySku(): Promise<string> {
  const { product } = await import("../../support/products.ts");
  return (await product()).sku;
}
