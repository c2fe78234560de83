import { expect } from "vitest";
import type { Client } from "../../support/client.ts";
import { emailOf, expectNoneOrOne, quantities } from "../../support/oracles.ts";
import { add, cartOf, continueAs, guest, PASSWORD, type Scenario, secrets, skus } from "./scenario.ts";
import { cancellation, checkout, checkoutThenSignIn } from "./scenarios.order.ts";

const firstWrite: Scenario = async ({ products, marker }) => {
  const [sku] = skus(products);
  const clients: Client[] = [];
  return {
    act: (by) => {
      clients.push(by);
      return add(by, sku, 2, marker);
    },
    check: async (by) => {
      clients.push(by);
      expect((await add(by, sku, 2, marker)).status).toBe(200);
      expect(await cartOf(by)).toEqual({ [sku]: 2 });
    },
    // A client whose request failed has no cookie.
    secrets: () => secrets(marker, ...clients.filter(({ jar }) => jar.cookie)),
  };
};

const cartWrite: Scenario = async ({ products, marker }) => {
  const [one, other] = skus(products);
  const shopper = await guest([[one, 1]], marker);
  const after = { [one]: 1, [other]: 2 };
  return {
    act: (by) => add(continueAs(by, shopper), other, 2, marker),
    check: async (by) => {
      expectNoneOrOne(await cartOf(continueAs(by, shopper)), { [one]: 1 }, after);
      expect((await add(by, other, 2, marker)).status).toBe(200);
      expect(await cartOf(by)).toEqual(after);
    },
    secrets: () => secrets(marker, shopper),
  };
};

const merge: Scenario = async ({ products, chance, marker }) => {
  const [one, other] = skus(products);
  const account = { email: emailOf(marker), password: PASSWORD };
  const device = await guest([[one, 1]], `${marker}-own`);
  await device.send("POST", "/v1/customers", { body: { ...account, name: marker } });
  const shopper = await guest(
    [
      [one, 3],
      [other, 2],
    ],
    marker,
  );
  const signIn = (by: Client) => by.send("POST", "/v1/sessions", { body: account });
  const alsoGuest = chance.below(2) === 0;
  return {
    act: (by) => signIn(continueAs(by, shopper)),
    check: async (by) => {
      continueAs(by, shopper);
      // Before the second attempt the other device adds a unit. In half of the cases the guest does, too.
      const onDevice = (await add(device, one, 1, `${marker}-device`)).body.lines;
      const more = alsoGuest && (await add(by, other, 1, `${marker}-more`)).status === 200;
      const hasNewSession = by.jar.cookie !== shopper.jar.cookie;
      const signedIn = await signIn(by);
      expect(signedIn.status, JSON.stringify(signedIn.body)).toBe(201);
      const lines = {
        [one]: Math.max(3, quantities(onDevice)[one] ?? 0),
        [other]: more && !hasNewSession ? 3 : 2,
      };
      expect(await cartOf(by)).toEqual(lines);
      expect(await cartOf(device)).toEqual(await cartOf(by));
      expect(await cartOf(shopper)).toEqual({});
    },
    secrets: () => secrets(marker, shopper, device),
  };
};

const registration: Scenario = async ({ products, marker }) => {
  const [one] = skus(products);
  const account = { email: emailOf(marker), password: PASSWORD };
  const shopper = await guest([[one, 3]], marker);
  const register = (by: Client) => by.send("POST", "/v1/customers", { body: { ...account, name: marker } });
  return {
    act: (by) => register(continueAs(by, shopper)),
    check: async (by) => {
      continueAs(by, shopper);
      const { status, body } = await register(by);
      if (status !== 201) {
        expect(body.code).toBe("customer.email_taken");
        expect((await by.send("POST", "/v1/sessions", { body: account })).status).toBe(201);
      }
      expect(await cartOf(by)).toEqual({ [one]: 3 });
    },
    secrets: () => secrets(marker, shopper),
  };
};

export const scenarios = {
  "the first write to a cart": firstWrite,
  "a write to a cart": cartWrite,
  checkout: checkout("the same key"),
  "checkout, then another key": checkout("another key"),
  "checkout, then Worker": checkout("Worker"),
  "checkout, then something more": checkout("something more"),
  "checkout, then a sign-in": checkoutThenSignIn,
  "a cancellation": cancellation,
  "a merge at sign-in": merge,
  registration,
};
