import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Client, client, copyOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { storeCalls } from "../../support/instance.ts";

const DAY = 86_400_000;
const start = Date.UTC(2027, 0, 1);
let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (time: number) => vi.useFakeTimers({ toFake: ["Date"], now: time });
const add = (shopper: Client) => shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
const seen = async (shopper: Client) => (await shopper.send("GET", "/v1/cart")).body.itemCount;

describe("a session ends", () => {
  it("after 30 days without use, to the second", async () => {
    at(start);
    const shopper = client();
    await add(shopper);
    at(start + 30 * DAY);
    expect(await seen(copyOf(shopper))).toBe(0);
    at(start + 30 * DAY - 1000);
    expect(await seen(shopper)).toBe(1);
    at(start + 60 * DAY - 2000);
    expect(await seen(shopper)).toBe(1);
    at(start + 90 * DAY - 3000);
    expect(await seen(shopper)).toBe(1);
  });

  it("after 90 days, however much it is used; the next write starts a new one", async () => {
    at(start);
    const shopper = client();
    await add(shopper);
    const { cookie } = shopper.jar;
    for (let day = 20; day < 90; day += 20) {
      at(start + day * DAY);
      await add(shopper);
    }
    at(start + 90 * DAY - 1000);
    expect(await seen(shopper)).toBe(5);
    at(start + 90 * DAY);
    expect(await seen(shopper)).toBe(0);
    expect((await add(shopper)).body.itemCount).toBe(1);
    expect(shopper.jar.cookie).not.toBe(cookie);
  });

  it("at the time that the cart shows", async () => {
    at(start);
    const shopper = client();
    const days = (answer: { body: { expiresAt: string } }) =>
      (new Date(answer.body.expiresAt).getTime() - start) / DAY;
    expect(days(await add(shopper))).toBe(30);
    at(start + 29 * DAY);
    expect(days(await add(shopper))).toBe(59);
    for (const day of [58, 80]) {
      at(start + day * DAY);
      await add(shopper);
    }
    expect(days(await add(shopper))).toBe(90);
  });
});

it("stores the last use once a day, not with each request", async () => {
  at(start);
  const shopper = client();
  await shopper.send("POST", "/v1/cart");
  const costs = [];
  for (const hours of [23, 24, 25, 47, 48]) {
    at(start + hours * 3_600_000);
    costs.push(storeCalls(await shopper.send("GET", "/v1/cart")).length);
  }
  expect(costs).toEqual([1, 2, 1, 1, 2]);
});
