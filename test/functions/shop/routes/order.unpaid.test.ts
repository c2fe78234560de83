import { beforeEach, describe, expect, it, vi } from "vitest";
import { admin } from "../../../support/admin.ts";
import { address, keyed, opened, orderOf, usd } from "../../../support/bodies.ts";
import { type Client, client } from "../../../support/client.ts";
import { product, run, variant } from "../../../support/products.ts";
import { account, newEmail } from "../../support/customer.ts";

// With the default of the deployed shop: three for a guest, six for a customer.
vi.unmock("../../../../packages/core/src/order/payment.settings.rules.ts");

let sku = "";
let email = "";
let home: typeof address;
beforeEach(async () => {
  ({ sku } = await product({ price: 100 }));
  email = newEmail();
  home = { ...address, line1: `${crypto.randomUUID()} Straße, No. 7` };
});

const elsewhere = () => ({ ...address, line1: crypto.randomUUID() });

/** Orders one unit. `rest`: what differs from an order by `email` to `home`. */
async function order(by: Client, rest: object = {}, headers = keyed()) {
  await by.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: 1 } });
  const body = orderOf(100, { email, shippingAddress: home, ...rest });
  return by.send("POST", "/v1/orders", { body, headers });
}
const placed = async (by: Client, rest?: object) => {
  const { status, body } = await order(by, rest);
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const refused = async (by: Client, rest?: object) => {
  const { status, body } = await order(by, rest);
  expect([status, body.code]).toEqual([409, "checkout.too_many_unpaid"]);
};
const others = () => ({ email: newEmail(), shippingAddress: elsewhere() });

describe("a guest with three unpaid orders", () => {
  it("places no other one, by the same session", async () => {
    const shopper = client();
    for (let i = 0; i < 3; i++) await placed(shopper, others());
    await refused(shopper, others());
    expect((await variant(sku)).stock).toBe(47);
    // Nothing was ordered, so the cart is as it was.
    expect((await shopper.send("GET", "/v1/cart")).body.lines).toHaveLength(1);
    await placed(client(), others());
  });

  it("places no other one under the same e-mail, in any case", async () => {
    for (let i = 0; i < 3; i++) await placed(client(), { shippingAddress: elsewhere() });
    await refused(client(), { shippingAddress: elsewhere(), email: email.toUpperCase() });
  });

  it("places no other one to the same address, in any spelling", async () => {
    for (let i = 0; i < 3; i++) await placed(client(), { email: newEmail() });
    const line1 = `  ${home.line1.toUpperCase().replace(", ", " - ")}`;
    const spelled = { ...home, name: "Grace", line1, postalCode: "sw1y4jh" };
    await refused(client(), { email: newEmail(), shippingAddress: spelled });
    await placed(client(), { email: newEmail(), shippingAddress: { ...home, postalCode: "SW1Y 4JJ" } });
  });

  it("does not stop the other flats of the house", async () => {
    const flat = (line2: string) => ({ email: newEmail(), shippingAddress: { ...home, line2 } });
    for (let i = 0; i < 3; i++) await placed(client(), flat("Flat 1"));
    await placed(client(), flat("Flat 2"));
    await refused(client(), flat("flat 1"));
    const inOneLine = { ...home, line1: `${home.line1}, Flat 1` };
    await refused(client(), { email: newEmail(), shippingAddress: inOneLine });
  });

  it("places another one after one was paid, shipped or canceled", async () => {
    const { send } = await admin();
    const orders: { id: string; token: string }[] = [];
    for (let i = 0; i < 3; i++) orders.push(await placed(client()));
    const [paid, shipped, canceled] = orders.map(({ id }) => id);
    const token = orders[2]?.token ?? "";
    for (const change of [
      () => send("POST", `/admin/v1/orders/${paid}/payments`, { body: { amount: usd(699) } }),
      () => send("POST", `/admin/v1/orders/${shipped}/fulfillments`, { body: { carrier: "DHL" } }),
      () => client().send("POST", `/v1/orders/${canceled}/cancellation`, { headers: opened(token) }),
    ]) {
      await refused(client());
      expect((await change()).status).toBe(201);
      await placed(client());
    }
    await refused(client());
  });

  it("gets the same answer to a repeated request", async () => {
    const shopper = client();
    const request = keyed();
    const first = await order(shopper, {}, request);
    for (let i = 0; i < 2; i++) await placed(shopper);
    await refused(shopper);
    const again = await order(shopper, {}, request);
    expect([again.status, again.body]).toEqual([201, first.body]);
  });
});

describe("a customer", () => {
  it("may have six, whatever the e-mail, and after three guests used the address", async () => {
    for (let i = 0; i < 3; i++) await placed(client());
    await refused(client());
    const { shopper } = await account({ email });
    for (let i = 0; i < 3; i++) await placed(shopper);
    // The address has six now.
    await refused(shopper);
    for (let i = 0; i < 3; i++) await placed(shopper, { shippingAddress: elsewhere() });
    await refused(shopper, { shippingAddress: elsewhere() });
  });
});

it("an order with a stored address counts by it", async () => {
  const { shopper } = await account();
  const { body } = await shopper.send("POST", "/v1/customers/me/addresses", { body: home });
  await placed(shopper, { shippingAddress: undefined, shippingAddressId: body.id });
  for (let i = 0; i < 2; i++) await placed(client());
  await refused(client());
  expect(
    await run(
      "select count(*) from orders where address_key(shipping_address) = address_key(cast(:home as jsonb))",
      {
        home: JSON.stringify(home),
      },
    ),
  ).toEqual([[3]]);
});
