import { randomUUID } from "node:crypto";
import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Customer from "@myclothes/core/customer";
import * as Session from "@myclothes/core/session";
import { afterAll, beforeAll, expect, it } from "vitest";
import { list, read } from "../../../packages/core/src/aws/dynamo.ts";
import { product } from "../../support/products.ts";
import { proxy } from "../../support/proxy.ts";

let between: Awaited<ReturnType<typeof proxy>>;
/** From this call to DynamoDB on, none arrives. */
let cut = Number.POSITIVE_INFINITY;
let calls = 0;

beforeAll(async () => {
  const dynamo = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  between = await proxy(dynamo, () => (calls++ >= cut ? "reset before" : "pass"));
  process.env.AWS_ENDPOINT_URL_DYNAMODB = between.url;
});
afterAll(() => between.close());

const password = "an engine of my own";

it("erasing that is cut short, wherever it may be, is finished when it is asked for again", async () => {
  const { sku } = await product();
  for (let first = 0; ; first++) {
    const email = `${randomUUID()}@example.com`;
    const { shopper } = await Customer.register(
      context(),
      await Session.resume(context(), undefined),
      { email, password, name: "Ada" },
      "my laptop",
    );
    const id = Session.customerId(shopper) ?? "";
    await Customer.signIn(context(), undefined, { email, password }, "my phone");
    await Cart.addItem(
      context(),
      shopper.cart,
      { sku, quantity: 1 },
      { key: "a", keyed: true, fingerprint: "a" },
    );

    [calls, cut] = [0, first];
    const erased = await Customer.erase(context(), id, shopper).then(
      () => true,
      () => false,
    );
    cut = Number.POSITIVE_INFINITY;
    const token = Session.tokenOf(shopper);
    const again = await Session.resume(context(), token);
    expect(again.session === undefined, `after ${first} calls`).toBe(erased);
    if (!erased) await Customer.erase(context(), id, again);

    expect(await list(context(), "Sessions", Session.ownerOf(id))).toEqual([]);
    const [cart] = await read(context(), [Cart.key(shopper.cart.id)]);
    expect(cart?.lines).toEqual([]);
    expect((await Session.resume(context(), token)).session).toBeUndefined();
    if (erased) return expect(first).toBeGreaterThan(2);
  }
});
