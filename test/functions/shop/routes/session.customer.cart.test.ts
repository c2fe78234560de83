import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { keyed, orderOf } from "../../../support/bodies.ts";
import { fillCart } from "../../../support/cart.ts";
import { type Client, client, copyOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { needsAnotherRound } from "../../../support/rounds.ts";
import { account, add, lines, signIn } from "../../support/customer.ts";

let skus: string[];
beforeAll(async () => {
  skus = (await product({ variants: Array(120).fill({}) })).skus;
});
const sku = (i: number) => skus[i] ?? "";
const shopperWith = async (quantities: Record<number, number>, shopper = client()): Promise<Client> => {
  for (const [i, quantity] of Object.entries(quantities)) await add(shopper, sku(Number(i)), quantity);
  return shopper;
};
const customerWith = async (quantities: Record<number, number>) => {
  const made = await account();
  await shopperWith(quantities, made.shopper);
  return made;
};
const quantities = (wanted: Record<number, number>) =>
  Object.fromEntries(Object.entries(wanted).map(([i, quantity]) => [sku(Number(i)), quantity]));

describe("signing in merges the guest's cart", () => {
  it("line by line with the larger quantity, into the customer's cart, which does not expire", async () => {
    const { email, shopper } = await customerWith({ 0: 5, 1: 1, 2: 7 });
    const { body: before } = await shopper.send("GET", "/v1/cart");
    const guest = await shopperWith({ 1: 4, 2: 2, 3: 9 });
    await signIn(guest, email);
    const { body: after } = await guest.send("GET", "/v1/cart");
    expect([after.id, after.expiresAt]).toEqual([before.id, null]);
    expect(await lines(guest)).toEqual(quantities({ 0: 5, 1: 4, 2: 7, 3: 9 }));
    expect(await lines(shopper)).toEqual(await lines(guest));
  });

  it("into an empty cart, and from an empty one", async () => {
    const { email, shopper } = await account();
    const guest = await shopperWith({ 0: 2 });
    await signIn(guest, email);
    expect(await lines(guest)).toEqual(quantities({ 0: 2 }));
    const emptied = await shopperWith({ 1: 1 });
    await emptied.send("DELETE", "/v1/cart");
    await signIn(emptied, email);
    expect(await lines(emptied)).toEqual(quantities({ 0: 2 }));
    expect(await lines(shopper)).toEqual(quantities({ 0: 2 }));
  });

  it("up to a hundred lines, the customer's own lines first", async () => {
    const { email, shopper } = await customerWith({});
    await fillCart(shopper, skus.slice(0, 60), 2500);
    const guest = await shopperWith({ 50: 1 });
    await fillCart(guest, skus.slice(50, 115), 2500);
    expect((await signIn(guest, email)).status).toBe(201);
    const merged = await lines(shopper);
    expect(Object.keys(merged)).toHaveLength(100);
    expect(Object.keys(merged)).toEqual(skus.slice(0, 100));
  });

  it("once: the guest's cart and its token end", async () => {
    const { email, shopper } = await account();
    const guest = await shopperWith({ 0: 3 });
    const before = copyOf(guest);
    await signIn(guest, email);
    await shopper.send("DELETE", "/v1/cart");
    await signIn(before, email);
    expect(await lines(before)).toEqual({});
  });

  it("once for ten sign-ins at once: nothing is doubled or lost", async () => {
    const { email, shopper } = await customerWith({ 0: 1, 1: 5 });
    const guest = await shopperWith({ 0: 3, 1: 2, 2: 4 });
    const tabs = Array.from({ length: 10 }, () => copyOf(guest));
    const answers = await Promise.all(tabs.map((tab) => signIn(tab, email)));
    // On a busy machine some of them are told to try again.
    const through = tabs.filter((_, i) => answers[i]?.status === 201);
    for (const { status } of answers) expect(status).toBeOneOf([201, 503]);
    expect(through.length).toBeGreaterThan(1);
    const merged = quantities({ 0: 3, 1: 5, 2: 4 });
    for (const one of [shopper, ...through]) expect(await lines(one)).toEqual(merged);
    expect(await lines(guest)).toEqual({});
    expect((await shopper.send("GET", "/v1/sessions")).body.data).toHaveLength(1 + through.length);
  });

  it("and changes to it at the same time are merged or refused, never lost", async () => {
    const added: number[] = [];
    const since = performance.now();
    for (let round = 0; needsAnotherRound(round, 1, () => added.length > 0, since); round++) {
      const { email, shopper } = await account();
      const guest = await shopperWith({ 0: 1 });
      const tab = copyOf(guest);
      let signedIn = false;
      const signingIn = signIn(copyOf(guest), email).then(() => {
        signedIn = true;
      });
      for (let i = 1; !signedIn && i < 95; i++) {
        const { status, headers } = await add(tab, sku(i));
        expect(headers.getSetCookie()).toEqual([]);
        if (status === 200) added.push(i);
        else expect(status).toBe(503);
      }
      await signingIn;
      expect(Object.keys(await lines(shopper))).toEqual(expect.arrayContaining(added.map(sku)));
    }
  });

  it("and a write that the guest repeats afterwards counts once", async () => {
    const { email } = await account();
    const guest = client();
    const write = { body: { sku: sku(0), quantity: 2 }, headers: keyed() };
    await guest.send("POST", "/v1/cart/items", write);
    await signIn(guest, email);
    expect((await guest.send("POST", "/v1/cart/items", write)).status).toBe(200);
    expect(await lines(guest)).toEqual(quantities({ 0: 2 }));
  });

  it.each([{}, { 0: 1 }])(
    "and an order that the guest repeats afterwards counts once, with %j in the customer's own cart",
    async (own) => {
      const { email } = await customerWith(own);
      const guest = await shopperWith({ 0: 1 });
      const { body: cart } = await guest.send("GET", "/v1/cart");
      const request = { body: orderOf(cart.subtotal.amount), headers: keyed() };
      const placed = await guest.send("POST", "/v1/orders", request);
      await signIn(guest, email);
      const again = await guest.send("POST", "/v1/orders", request);
      expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
      expect(again.body.id).toBe(placed.body.id);
      expect(await lines(guest)).toEqual(quantities(own));
      // The repetition is a customer's, so it has no token: the token was the guest's.
      expect((await guest.send("GET", `/v1/orders/${placed.body.id}`)).body).toEqual(again.body);
      expect((await guest.send("GET", "/v1/customers/me/orders")).body.data).toEqual([again.body]);
    },
  );

  it("and a tab with the old token gets no session that would replace the customer's", async () => {
    // Only within ten seconds, in which a busy machine might not get so far.
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { email } = await account();
    const guest = await shopperWith({ 0: 1 });
    const tab = copyOf(guest);
    await signIn(guest, email);
    const { status, headers } = await add(tab, sku(1));
    expect([status, headers.get("retry-after"), headers.getSetCookie()]).toEqual([503, "1", []]);
    expect((await tab.send("GET", "/v1/cart")).body.lines).toEqual([]);
  });
});

describe("a customer has one cart on every device", () => {
  it("a change on one device is visible on the other", async () => {
    const { email, shopper } = await customerWith({ 0: 2 });
    const phone = client();
    await signIn(phone, email);
    expect(await lines(phone)).toEqual(quantities({ 0: 2 }));
    await add(phone, sku(0));
    await add(phone, sku(1));
    await shopper.send("DELETE", `/v1/cart/items/${sku(1)}`);
    for (const one of [shopper, phone]) expect(await lines(one)).toEqual(quantities({ 0: 3 }));
  });

  it("changes at the same moment on two devices both count", async () => {
    const { email, shopper } = await account();
    const phone = client();
    await signIn(phone, email);
    await Promise.all(Array.from({ length: 10 }, (_, i) => add(i % 2 ? shopper : phone, sku(0))));
    expect(await lines(phone)).toEqual(quantities({ 0: 10 }));
  });

  it("signing out keeps it, and signing in again returns it", async () => {
    const { email, shopper } = await customerWith({ 0: 2 });
    await shopper.send("DELETE", "/v1/sessions/current");
    expect(await lines(shopper)).toEqual({});
    await add(shopper, sku(1), 1);
    expect(await lines(shopper)).toEqual(quantities({ 1: 1 }));
    await signIn(shopper, email);
    expect(await lines(shopper)).toEqual(quantities({ 0: 2, 1: 1 }));
  });

  it("signing in again while signed in does not change it", async () => {
    const { email, shopper } = await customerWith({ 0: 2, 1: 3 });
    const { body: before } = await shopper.send("GET", "/v1/cart");
    await signIn(shopper, email);
    expect((await shopper.send("GET", "/v1/cart")).body).toEqual(before);
  });

  it("signing in as another customer does not take it along", async () => {
    const one = await customerWith({ 0: 2 });
    const other = await customerWith({ 1: 3 });
    const shared = copyOf(one.shopper);
    await signIn(shared, other.email);
    expect(await lines(shared)).toEqual(quantities({ 1: 3 }));
    expect(await lines(one.shopper)).toEqual({});
    await signIn(one.shopper, one.email);
    expect(await lines(one.shopper)).toEqual(quantities({ 0: 2 }));
  });
});
