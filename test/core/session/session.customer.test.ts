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
  return Cart.addItem(context(), cart, { sku: sku(i), quantity }, { key, fingerprint: key, keyed: false });
};
/** A guest with one line, as a request of his finds him. */
async function guest(): Promise<Session.Shopper> {
  const shopper = await Session.resume(context(), undefined);
  const cart = await put(shopper.cart, 0);
  return { ...(await Session.begin(context(), shopper)), cart };
}
const resume = (shopper: Session.Opened | Session.Shopper) =>
  Session.resume(context(), Session.tokenOf(shopper));
const owner = () => Session.newOwner(new Date());
const open = (by: Session.Shopper, whom: string) =>
  Session.open(context(), Session.tokenOf(by), whom, { epoch: 0 });
const quantities = ({ cart }: Session.Shopper) =>
  Object.fromEntries(cart.lines.map((line) => [skus.indexOf(line.sku), line.quantity]));

it("a guest's token is late for ten seconds after its sign-in, and no longer", async () => {
  const shopper = await guest();
  const token = Session.tokenOf(shopper);
  const at = (ms: number) => context({ now: new Date(ms) });
  const before = Date.now();
  expect((await Session.resume(at(before), token)).late).toBeUndefined();
  await open(shopper, owner());
  const after = Date.now();
  expect((await Session.resume(at(before + 9_999), token)).late).toBe(true);
  expect((await Session.resume(at(after + 10_000), token)).late).toBe(false);
});

describe("a guest's cart while he signs in", () => {
  it(
    `${ROUNDS} times: each add that went through is in the customer's cart, each other was refused`,
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
        const [customer, ...added] = await Promise.all([open(shopper, whom), ...adds]);
        const expected = added.filter((i) => i !== undefined);
        merged += expected.length;
        const kept = Object.keys(quantities(await resume(customer))).map(Number);
        expect(kept.sort()).toEqual([0, ...expected].sort());
        expect((await resume(shopper)).session).toBeUndefined();
      }
    },
  );

  it("an add that had found him before, and comes after, is refused and leaves nothing", async () => {
    const shopper = await guest();
    const late = await resume(shopper);
    const customer = await open(shopper, owner());
    await expect(put(late.cart, 1)).rejects.toMatchObject({ code: "cart.busy" });
    expect(quantities(await resume(customer))).toEqual({ 0: 1 });
  });

  it(
    `${ROUNDS} times, by ten sign-ins at once: each sees the same, the larger quantities`,
    LONG_TEST,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        const [shopper, whom] = [await guest(), owner()];
        const first = await Session.open(context(), undefined, whom, { epoch: 0 });
        await put((await resume(first)).cart, 0, 3);
        await put((await resume(first)).cart, 1, 2);
        await put(shopper.cart, 1, 4);
        const tabs = await Promise.all(Array.from({ length: 10 }, () => open(shopper, whom)));
        for (const tab of tabs) expect(quantities(await resume(tab))).toEqual({ 0: 3, 1: 4 });
        const page = await Session.list(context(), first.session, (await resume(first)).cart, { limit: 100 });
        expect(page.data).toHaveLength(11);
      }
    },
  );
});
