import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Session from "@myclothes/core/session";
import { beforeAll, describe, expect, it } from "vitest";
import { product } from "../../support/products.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(200, "C7");
let skus: string[];
beforeAll(async () => {
  skus = (await product({ variants: Array(10).fill({}) })).skus;
});

const sku = (i: number) => skus[i] ?? "";
const put = (cart: Cart.Cart, i: number, quantity = 1) => {
  const key = `${Math.random()}`;
  return Cart.addItem(
    context(),
    cart,
    { sku: sku(i), quantity },
    { key, fingerprint: key, hasClientKey: false },
  );
};
/** A guest with one line in the cart. */
async function guest(): Promise<Session.Shopper> {
  const shopper = await Session.resume(context(), undefined);
  const cart = await put(shopper.cart, 0);
  return { ...(await Session.createForGuest(context(), shopper)), cart };
}
const resume = (shopper: Session.Created | Session.Shopper) =>
  Session.resume(context(), Session.tokenOf(shopper));
const owner = () => Session.newOwner(new Date());
const signIn = (by: Session.Shopper, whom: string) =>
  Session.createForCustomer(context(), Session.tokenOf(by), whom, { epoch: 0 });
const quantities = ({ cart }: Session.Shopper) =>
  Object.fromEntries(cart.lines.map((line) => [skus.indexOf(line.sku), line.quantity]));

it("says for ten seconds that the guest with this token has just signed in", async () => {
  const shopper = await guest();
  const token = Session.tokenOf(shopper);
  const at = (ms: number) => context({ now: new Date(ms) });
  const before = Date.now();
  expect((await Session.resume(at(before), token)).hasJustSignedIn).toBeUndefined();
  await signIn(shopper, owner());
  const after = Date.now();
  expect((await Session.resume(at(before + 9_999), token)).hasJustSignedIn).toBe(true);
  expect((await Session.resume(at(after + 10_000), token)).hasJustSignedIn).toBe(false);
});

describe("a guest's cart during a sign-in", () => {
  it(
    `keeps each successful add in the customer's cart, and refuses the others, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      let merged = 0;
      const since = performance.now();
      for (let round = 0; needsAnotherRound(round, ROUNDS, () => merged > 0, since); round++) {
        const [shopper, whom] = [await guest(), owner()];
        const adds = Array.from({ length: 6 }, async (_, i) => {
          const found = await resume(shopper);
          if (!found.session) return undefined;
          const cart = await put(found.cart, i + 1).catch((error) => error.code);
          return cart === "cart.busy" ? undefined : i + 1;
        });
        const [customer, ...added] = await Promise.all([signIn(shopper, whom), ...adds]);
        const expected = added.filter((i) => i !== undefined);
        merged += expected.length;
        const kept = Object.keys(quantities(await resume(customer))).map(Number);
        expect(kept.sort()).toEqual([0, ...expected].sort());
        expect((await resume(shopper)).session).toBeUndefined();
      }
    },
  );

  it("refuses an add that read the cart before the sign-in and writes after it", async () => {
    const shopper = await guest();
    const late = await resume(shopper);
    const customer = await signIn(shopper, owner());
    await expect(put(late.cart, 1)).rejects.toMatchObject({ code: "cart.busy" });
    expect(quantities(await resume(customer))).toEqual({ 0: 1 });
  });

  it(
    `merges to the larger quantities for each of ten parallel sign-ins, ${ROUNDS} times`,
    LONG_TEST,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const [shopper, whom] = [await guest(), owner()];
        const first = await Session.createForCustomer(context(), undefined, whom, { epoch: 0 });
        await put((await resume(first)).cart, 0, 3);
        await put((await resume(first)).cart, 1, 2);
        await put(shopper.cart, 1, 4);
        const tabs = await Promise.all(Array.from({ length: 10 }, () => signIn(shopper, whom)));
        for (const tab of tabs) expect(quantities(await resume(tab))).toEqual({ 0: 3, 1: 4 });
        const page = await Session.list(context(), first.session, (await resume(first)).cart, { limit: 100 });
        expect(page.data).toHaveLength(11);
      }
    },
  );
});
