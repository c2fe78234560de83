import { randomUUID } from "node:crypto";
import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Customer from "@myclothes/core/customer";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import * as Order from "@myclothes/core/order";
import * as Session from "@myclothes/core/session";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listItems, readItems } from "../../../packages/core/src/aws/dynamo.ts";
import { orderOf } from "../../support/bodies.ts";
import { proxy } from "../../support/fault-proxy.ts";
import { product } from "../../support/products.ts";
import { eventsOf } from "../../support/worker.ts";

const PASSWORD = "an engine of my own";
let between: Awaited<ReturnType<typeof proxy>>;
/** Calls to DynamoDB fail from this one on. */
let cut = Number.POSITIVE_INFINITY;
let calls = 0;

beforeAll(async () => {
  const dynamo = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  between = await proxy(dynamo, () => (calls++ >= cut ? "reset before" : "pass"));
  process.env.AWS_ENDPOINT_URL_DYNAMODB = between.url;
});
afterAll(() => between.close());

/** A customer with two sessions and a cart, and the token of the first session. */
async function customer(sku: string) {
  const email = `${randomUUID()}@example.com`;
  const account = { email, password: PASSWORD };
  const laptop = await Customer.register(
    context(),
    undefined,
    { ...account, name: "Ada" },
    { userAgent: "my laptop" },
  );
  await Customer.signIn(context(), undefined, account, { userAgent: "my phone" });
  const token = Session.tokenOf(laptop);
  const write = { key: "a", hasClientKey: true, fingerprint: "a" };
  await Cart.addItem(context(), (await Session.resume(context(), token)).cart, { sku, quantity: 1 }, write);
  return { id: laptop.customer.id, token };
}

const isAlive = async (token: string) => (await Session.resume(context(), token)).session !== undefined;

it("is finished by Worker after a failure at any call", async () => {
  const { sku } = await product();
  // The first call counts the attempt at the password. If it fails, nothing is erased.
  for (let first = 1; ; first++) {
    const { id, token } = await customer(sku);
    [calls, cut] = [0, first];
    const erased = await Customer.erase(context(), id, PASSWORD).then(
      () => true,
      () => false,
    );
    cut = Number.POSITIVE_INFINITY;
    expect(await isAlive(token), `after ${first} calls`).toBe(!erased);

    const messages = (await eventsOf(id)).map((event) => ({ id: event, receives: 1 }));
    expect(await handle(context(), handlers, messages)).toEqual(new Set());
    expect(await isAlive(token)).toBe(false);
    expect(await listItems(context(), "Sessions", Session.ownerOf(id))).toEqual([]);
    const [cart] = await readItems(context(), [Cart.key(Session.cartOf(Session.ownerOf(id)))]);
    expect(cart?.lines).toEqual([]);
    if (erased) return expect(first).toBe(3);
  }
});

it("refuses orders of an erased account whose sessions are still open", async () => {
  const { sku } = await product({ price: 100 });
  const { id, token } = await customer(sku);
  [calls, cut] = [0, 1];
  await Customer.erase(context(), id, PASSWORD).catch(() => {});
  cut = Number.POSITIVE_INFINITY;
  const shopper = await Session.resume(context(), token);
  const placed = Order.place(context(), shopper, orderOf(100), {
    key: "k",
    fingerprint: "k",
  });
  await expect(placed).rejects.toMatchObject({ code: "session.required" });
});
