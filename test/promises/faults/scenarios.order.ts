import { expect } from "vitest";
import { keyed, opened, orderOf } from "../../support/bodies.ts";
import type { Client } from "../../support/client.ts";
import { emailOf, expectSum, quantities } from "../../support/oracles.ts";
import { removeOrdered } from "./remove-ordered.ts";
import {
  add,
  cartOf,
  continueAs,
  guest,
  ordersOf,
  PASSWORD,
  type Scenario,
  secrets,
  skus,
} from "./scenario.ts";

/** `next`: what the shopper does next, on another instance. */
export const checkout =
  (next: "the same key" | "another key" | "Worker" | "something more"): Scenario =>
  async ({ products, marker }) => {
    const [one, other] = skus(products);
    const lines = { [one]: 2, [other]: 1 };
    const shopper = await guest(Object.entries(lines), marker);
    const { body: cart } = await shopper.send("GET", "/v1/cart");
    const body = orderOf(cart.subtotal.amount, { email: emailOf(marker) });
    const order = (by: Client, key: string) => by.send("POST", "/v1/orders", { body, headers: keyed(key) });
    return {
      act: (by) => order(continueAs(by, shopper), marker),
      check: async (by) => {
        continueAs(by, shopper);
        const before = await ordersOf(marker);
        expect(before.length).toBeLessThan(2);
        if (next === "Worker" && before.length > 0) {
          await removeOrdered(String(before[0]));
          expect(await cartOf(by)).toEqual({});
        }
        if (next === "something more") expect((await add(by, one, 1, `${marker}-more`)).status).toBe(200);
        if (next === "another key" || next === "something more") {
          const { status, body } = await order(by, `${marker}-other`);
          const codes = ["cart.already_ordered", "cart.empty", "checkout.price_changed"];
          if (status !== 201) expect(body.code).toBeOneOf(codes);
          expect(await ordersOf(marker)).toHaveLength(before.length || (status === 201 ? 1 : 0));
        }
        if (next === "something more") {
          // The unit that was added later was not ordered.
          if (before.length > 0) expect(await cartOf(by)).toEqual({ [one]: 1 });
          return;
        }
        if (next === "another key") return;
        const placed = await order(by, marker);
        expect(placed.status, JSON.stringify(placed.body)).toBe(201);
        expect(quantities(placed.body.lines)).toEqual(lines);
        expectSum(placed.body);
        expect(await ordersOf(marker)).toEqual([placed.body.id]);
        expect(await cartOf(by)).toEqual({});
      },
      secrets: () => secrets(marker, shopper),
    };
  };

/** The guest has an account with a cart on another device, and signs in before repeating the order. */
export const checkoutThenSignIn: Scenario = async ({ products, marker }) => {
  const [one, other] = skus(products);
  const account = { email: emailOf(marker), password: PASSWORD };
  const device = await guest([[one, 1]], `${marker}-own`);
  await device.send("POST", "/v1/customers", { body: { ...account, name: marker } });
  const lines = { [one]: 2, [other]: 1 };
  const shopper = await guest(Object.entries(lines), marker);
  const { body: cart } = await shopper.send("GET", "/v1/cart");
  const body = orderOf(cart.subtotal.amount, { email: emailOf(marker) });
  const order = (by: Client) => by.send("POST", "/v1/orders", { body, headers: keyed(marker) });
  return {
    act: (by) => order(continueAs(by, shopper)),
    check: async (by) => {
      continueAs(by, shopper);
      const before = await ordersOf(marker);
      expect((await by.send("POST", "/v1/sessions", { body: account })).status).toBe(201);
      expect(await cartOf(by)).toEqual(before.length > 0 ? { [one]: 1 } : lines);
      const placed = await order(by);
      expect(placed.status, JSON.stringify(placed.body)).toBe(201);
      expect(quantities(placed.body.lines)).toEqual(lines);
      expect(await ordersOf(marker)).toEqual([placed.body.id]);
      expect(await cartOf(by)).toEqual(before.length > 0 ? { [one]: 1 } : {});
      expect((await by.send("GET", `/v1/orders/${placed.body.id}`)).body).toEqual(placed.body);
    },
    secrets: () => secrets(marker, shopper, device),
  };
};

export const cancellation: Scenario = async ({ products, marker }) => {
  const [sku] = skus(products);
  const shopper = await guest([[sku, 2]], marker);
  const { body: cart } = await shopper.send("GET", "/v1/cart");
  const body = orderOf(cart.subtotal.amount, { email: emailOf(marker) });
  const { body: order } = await shopper.send("POST", "/v1/orders", { body, headers: keyed(marker) });
  const cancel = (by: Client) =>
    by.send("POST", `/v1/orders/${order.id}/cancellation`, { headers: opened(order.token) });
  return {
    act: (by) => cancel(continueAs(by, shopper)),
    check: async (by) => {
      const { status, body } = await cancel(continueAs(by, shopper));
      expect([status, body.status]).toEqual([201, "canceled"]);
    },
    secrets: () => [...secrets(marker, shopper), order.token],
  };
};
