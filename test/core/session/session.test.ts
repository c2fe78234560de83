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

const guest = async () => Session.createForGuest(at(0), await Session.resume(at(0), undefined));
/** Whether the token opens a session at this time after its start. This use keeps the session alive. */
const isOpen = async (token: string, offset: number) =>
  (await Session.resume(at(offset), token)).session !== undefined;

describe("a session", () => {
  it("stores nothing before `createForGuest`", async () => {
    const ctx = at(0);
    const visitor = await Session.resume(ctx, undefined);
    expect([ctx.calls, visitor.session]).toEqual([[], undefined]);
    expect(await isOpen(Session.tokenOf(visitor), 0)).toBe(false);
    await Session.createForGuest(ctx, visitor);
    expect(await isOpen(Session.tokenOf(visitor), 0)).toBe(true);
  });

  it("is read with its cart in one call", async () => {
    const shopper = await guest();
    await Cart.addItem(
      at(0),
      shopper.cart,
      { sku: await anySku(), quantity: 3 },
      { key: "k", fingerprint: "k", hasClientKey: false },
    );
    const ctx = at(0);
    const again = await Session.resume(ctx, Session.tokenOf(shopper));
    expect(ctx.calls.map(({ name }) => name)).toEqual(["dynamodb.BatchGetItem"]);
    expect(again.cart).toMatchObject({ id: shopper.cart.id, version: 1, lines: [{ quantity: 3 }] });
  });

  it("ends exactly 30 days after its last use", async () => {
    const token = Session.tokenOf(await guest());
    expect(await isOpen(token, 30 * DAY)).toBe(false);
    const other = Session.tokenOf(await guest());
    expect(await isOpen(other, 30 * DAY - SECOND)).toBe(true);
  });

  it("stays alive while it is used, and ends exactly 90 days after its start", async () => {
    const token = Session.tokenOf(await guest());
    for (let day = 29; day < 90; day += 29) expect(await isOpen(token, day * DAY)).toBe(true);
    expect(await isOpen(token, 90 * DAY - SECOND)).toBe(true);
    expect(await isOpen(token, 90 * DAY)).toBe(false);
  });

  it("stores its use once a day, not with every request", async () => {
    const token = Session.tokenOf(await guest());
    const names = async (offset: number) => {
      const ctx = at(offset);
      await Session.resume(ctx, token);
      return ctx.calls.map(({ name }) => name.replace("dynamodb.", ""));
    };
    expect(await names(DAY - SECOND)).toEqual(["BatchGetItem"]);
    expect(await names(DAY)).toEqual(["BatchGetItem", "UpdateItem"]);
    expect(await names(DAY + SECOND)).toEqual(["BatchGetItem"]);
  });

  it("stores its end in seconds, as DynamoDB's TTL needs it", async () => {
    const shopper = await guest();
    const { id = "", owner = "" } = shopper.session ?? {};
    const end = async () =>
      (await readItems(at(0), [{ table: "Sessions", key: { owner, id } }]))[0]?.expiresAt;
    expect(await end()).toBe((START.getTime() + 30 * DAY) / SECOND);
    await isOpen(Session.tokenOf(shopper), DAY);
    expect(await end()).toBe((START.getTime() + 31 * DAY) / SECOND);
  });

  it("stays ended when a request that began before still writes to it", async () => {
    const { session, ...shopper } = await guest();
    if (!session) throw new Error("There is no session.");
    await Session.signOut(at(DAY), { session, ...shopper });
    expect(await Table.touch(at(DAY), session)).toBe(false);
    expect(await Table.setEpoch(at(DAY), session, 1)).toBe(false);
    expect(await isOpen(Session.tokenOf(shopper), DAY)).toBe(false);
  });

  it("stores a hash of the secret, and never the secret", async () => {
    const shopper = await guest();
    const { id = "", owner = "" } = shopper.session ?? {};
    const [item] = await readItems(at(0), [{ table: "Sessions", key: { owner, id } }]);
    expect(item).toMatchObject({ id, owner, customer: false });
    expect(JSON.stringify(item)).not.toContain(shopper.token.secret);
    expect(shopper.token.secret.length * 6).toBeGreaterThanOrEqual(256);
  });
});

describe("a token", () => {
  it.each(["", "x", "null", "a.b.c", "💥".repeat(20), `${"A".repeat(43)}.`, "A".repeat(10_000)])(
    "opens nothing, without a store call, if it is malformed: %s",
    async (token) => {
      const ctx = at(0);
      expect((await Session.resume(ctx, token)).session).toBeUndefined();
      expect(ctx.calls).toEqual([]);
    },
  );

  it("opens nothing if any character is changed", async () => {
    const token = Session.tokenOf(await guest());
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === "B" ? "C" : "B") + token.slice(i + 1);
      if (changed !== token) expect(await isOpen(changed, 0), `character ${i}`).toBe(false);
    }
  });

  it("opens neither the session nor the cart if it names another owner", async () => {
    const [mine, other] = [await guest(), await guest()];
    const forged = `${mine.token.secret}.${other.cart.id.slice("cart_".length)}`;
    const shopper = await Session.resume(at(0), forged);
    expect(shopper.session).toBeUndefined();
    expect(shopper.cart).toMatchObject({ version: 0, lines: [] });
    expect(shopper.cart.id).not.toBe(other.cart.id);
  });

  it("makes credentials that no other token makes", async () => {
    const [mine, other] = [await guest(), await guest()];
    const subject = newId("order", START);
    expect(Session.credential(mine, subject)).toBe(Session.credential(mine, subject));
    expect(Session.credential(mine, subject)).not.toBe(Session.credential(other, subject));
    expect(Session.credential(mine, subject)).not.toBe(Session.credential(mine, `${subject}x`));
  });
});

describe("the cart's expiry", () => {
  it("is never before the end of the session that the first change of the cart started", () => {
    expect(Cart.LIFETIME_MS / 1000).toBeGreaterThanOrEqual(Session.MAX_AGE_S);
  });

  it("is the session's expiry if that is earlier", async () => {
    const shopper = await guest();
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
