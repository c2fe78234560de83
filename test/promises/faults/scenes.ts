import { expect } from "vitest";
import { address, keyed, opened, orderOf } from "../../support/bodies.ts";
import { type Answer, type Client, client, secretOf } from "../../support/client.ts";
import { emailOf, expectNoneOrOne, expectSum, quantities } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import type { Random } from "../../support/random.ts";
import { settle } from "./settle.ts";
import type { Wares } from "./shopper.ts";

interface Setting {
  goods: Wares;
  chance: Random;
  mark: string;
}

/** A request that an instance may die of, and what must be true when another has carried on. */
export type Scene = (setting: Setting) => Promise<{
  act(by: Client): Promise<Answer>;
  check(by: Client): Promise<void>;
  secrets(): string[];
}>;

const PASSWORD = "an engine of my own";

const skus = ({ skus }: Wares) => [skus[0] ?? "", skus[1] ?? ""] as const;
const add = (by: Client, sku: string, quantity: number, key: string) =>
  by.send("POST", "/v1/cart/items", { body: { sku, quantity }, headers: keyed(key) });
const cartOf = async (by: Client) => quantities((await by.send("GET", "/v1/cart")).body.lines);
/** The same shopper, at another instance. */
const at = (by: Client, { jar }: Client): Client => {
  by.jar.cookie = jar.cookie;
  return by;
};
const secrets = (mark: string, ...clients: Client[]) => [
  ...clients.map(secretOf),
  emailOf(mark),
  address.line1,
  PASSWORD,
];
const ordersOf = async (mark: string) =>
  (await run("select id from orders where email = :email", { email: emailOf(mark) })).flat();

/** A guest with a cart, made by an instance that nothing happens to. */
async function guest(lines: [string, number][], mark: string): Promise<Client> {
  const by = client();
  for (const [sku, quantity] of lines) await add(by, sku, quantity, `${mark}-${sku}`);
  return by;
}

const firstWrite: Scene = async ({ goods, mark }) => {
  const [sku] = skus(goods);
  const met: Client[] = [];
  return {
    act: (by) => {
      met.push(by);
      return add(by, sku, 2, mark);
    },
    check: async (by) => {
      met.push(by);
      expect((await add(by, sku, 2, mark)).status).toBe(200);
      expect(await cartOf(by)).toEqual({ [sku]: 2 });
    },
    // One that was cut off has no cookie.
    secrets: () => secrets(mark, ...met.filter(({ jar }) => jar.cookie)),
  };
};

const cartWrite: Scene = async ({ goods, mark }) => {
  const [one, other] = skus(goods);
  const shopper = await guest([[one, 1]], mark);
  const after = { [one]: 1, [other]: 2 };
  return {
    act: (by) => add(at(by, shopper), other, 2, mark),
    check: async (by) => {
      expectNoneOrOne(await cartOf(at(by, shopper)), { [one]: 1 }, after);
      expect((await add(by, other, 2, mark)).status).toBe(200);
      expect(await cartOf(by)).toEqual(after);
    },
    secrets: () => secrets(mark, shopper),
  };
};

/** `way`: what happens next, at another instance. */
const checkout =
  (way: "the same key" | "another key" | "the sweep" | "something more"): Scene =>
  async ({ goods, mark }) => {
    const [one, other] = skus(goods);
    const lines = { [one]: 2, [other]: 1 };
    const shopper = await guest(Object.entries(lines), mark);
    const { body: cart } = await shopper.send("GET", "/v1/cart");
    const body = orderOf(cart.subtotal.amount, { email: emailOf(mark) });
    const order = (by: Client, key: string) => by.send("POST", "/v1/orders", { body, headers: keyed(key) });
    return {
      act: (by) => order(at(by, shopper), mark),
      check: async (by) => {
        at(by, shopper);
        const before = await ordersOf(mark);
        expect(before.length).toBeLessThan(2);
        if (way === "the sweep" && before.length > 0) {
          await settle(String(before[0]));
          expect(await cartOf(by)).toEqual({});
        }
        if (way === "something more") expect((await add(by, one, 1, `${mark}-more`)).status).toBe(200);
        if (way === "another key" || way === "something more") {
          const { status, body } = await order(by, `${mark}-other`);
          const codes = ["cart.already_ordered", "cart.empty", "checkout.price_changed"];
          if (status !== 201) expect(body.code).toBeOneOf(codes);
          expect(await ordersOf(mark)).toHaveLength(before.length || (status === 201 ? 1 : 0));
        }
        if (way === "something more") {
          // Whatever was sold, the one that came later was not.
          if (before.length > 0) expect(await cartOf(by)).toEqual({ [one]: 1 });
          return;
        }
        if (way === "another key") return;
        const placed = await order(by, mark);
        expect(placed.status, JSON.stringify(placed.body)).toBe(201);
        expect(quantities(placed.body.lines)).toEqual(lines);
        expectSum(placed.body);
        expect(await ordersOf(mark)).toEqual([placed.body.id]);
        expect(await cartOf(by)).toEqual({});
      },
      secrets: () => secrets(mark, shopper),
    };
  };

/** The guest has an account, in which another device has a cart, and signs in before asking for the order again. */
const checkoutThenSignIn: Scene = async ({ goods, mark }) => {
  const [one, other] = skus(goods);
  const account = { email: emailOf(mark), password: PASSWORD };
  const device = await guest([[one, 1]], `${mark}-own`);
  await device.send("POST", "/v1/customers", { body: { ...account, name: mark } });
  const lines = { [one]: 2, [other]: 1 };
  const shopper = await guest(Object.entries(lines), mark);
  const { body: cart } = await shopper.send("GET", "/v1/cart");
  const body = orderOf(cart.subtotal.amount, { email: emailOf(mark) });
  const order = (by: Client) => by.send("POST", "/v1/orders", { body, headers: keyed(mark) });
  return {
    act: (by) => order(at(by, shopper)),
    check: async (by) => {
      at(by, shopper);
      const before = await ordersOf(mark);
      expect((await by.send("POST", "/v1/sessions", { body: account })).status).toBe(201);
      expect(await cartOf(by)).toEqual(before.length > 0 ? { [one]: 1 } : lines);
      const placed = await order(by);
      expect(placed.status, JSON.stringify(placed.body)).toBe(201);
      expect(quantities(placed.body.lines)).toEqual(lines);
      expect(await ordersOf(mark)).toEqual([placed.body.id]);
      expect(await cartOf(by)).toEqual(before.length > 0 ? { [one]: 1 } : {});
      expect((await by.send("GET", `/v1/orders/${placed.body.id}`)).body).toEqual(placed.body);
    },
    secrets: () => secrets(mark, shopper, device),
  };
};

const cancellation: Scene = async ({ goods, mark }) => {
  const [sku] = skus(goods);
  const shopper = await guest([[sku, 2]], mark);
  const { body: cart } = await shopper.send("GET", "/v1/cart");
  const body = orderOf(cart.subtotal.amount, { email: emailOf(mark) });
  const { body: order } = await shopper.send("POST", "/v1/orders", { body, headers: keyed(mark) });
  const cancel = (by: Client) =>
    by.send("POST", `/v1/orders/${order.id}/cancellation`, { headers: opened(order.token) });
  return {
    act: (by) => cancel(at(by, shopper)),
    check: async (by) => {
      const { status, body } = await cancel(at(by, shopper));
      expect([status, body.status]).toEqual([201, "canceled"]);
    },
    secrets: () => [...secrets(mark, shopper), order.token],
  };
};

const merge: Scene = async ({ goods, chance, mark }) => {
  const [one, other] = skus(goods);
  const account = { email: emailOf(mark), password: PASSWORD };
  const device = await guest([[one, 1]], `${mark}-own`);
  await device.send("POST", "/v1/customers", { body: { ...account, name: mark } });
  const shopper = await guest(
    [
      [one, 3],
      [other, 2],
    ],
    mark,
  );
  const signIn = (by: Client) => by.send("POST", "/v1/sessions", { body: account });
  const meanwhile = chance.below(2) === 0;
  return {
    act: (by) => signIn(at(by, shopper)),
    check: async (by) => {
      at(by, shopper);
      // The other device goes on shopping before the second try, and so does a guest who is still one.
      const onDevice = (await add(device, one, 1, `${mark}-device`)).body.lines;
      const more = meanwhile && (await add(by, other, 1, `${mark}-more`)).status === 200;
      const began = by.jar.cookie !== shopper.jar.cookie;
      const signedIn = await signIn(by);
      expect(signedIn.status, JSON.stringify(signedIn.body)).toBe(201);
      const lines = { [one]: Math.max(3, quantities(onDevice)[one] ?? 0), [other]: more && !began ? 3 : 2 };
      expect(await cartOf(by)).toEqual(lines);
      expect(await cartOf(device)).toEqual(await cartOf(by));
      expect(await cartOf(shopper)).toEqual({});
    },
    secrets: () => secrets(mark, shopper, device),
  };
};

const registration: Scene = async ({ goods, mark }) => {
  const [one] = skus(goods);
  const account = { email: emailOf(mark), password: PASSWORD };
  const shopper = await guest([[one, 3]], mark);
  const register = (by: Client) => by.send("POST", "/v1/customers", { body: { ...account, name: mark } });
  return {
    act: (by) => register(at(by, shopper)),
    check: async (by) => {
      at(by, shopper);
      const { status, body } = await register(by);
      if (status !== 201) {
        expect(body.code).toBe("customer.email_taken");
        expect((await by.send("POST", "/v1/sessions", { body: account })).status).toBe(201);
      }
      expect(await cartOf(by)).toEqual({ [one]: 3 });
    },
    secrets: () => secrets(mark, shopper),
  };
};

export const scenes = {
  "the first write to a cart": firstWrite,
  "a write to a cart": cartWrite,
  checkout: checkout("the same key"),
  "checkout, then another key": checkout("another key"),
  "checkout, then the sweep": checkout("the sweep"),
  "checkout, then something more": checkout("something more"),
  "checkout, then a sign-in": checkoutThenSignIn,
  "a cancellation": cancellation,
  "a merge at sign-in": merge,
  registration,
};
