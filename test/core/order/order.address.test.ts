import { context } from "@myclothes/core/context";
import * as Customer from "@myclothes/core/customer";
import * as Address from "@myclothes/core/customer/address";
import { quote } from "@myclothes/core/pricing";
import { beforeAll, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import * as Checkout from "../../../packages/core/src/order/order.checkout.sql.ts";
import * as Place from "../../../packages/core/src/order/order.place.sql.ts";
import { address, STANDARD } from "../../support/bodies.ts";
import { product } from "../../support/products.ts";

const PRICE = 1000;
let sku: string;
let customerId: string;
let addressId: string;
beforeAll(async () => {
  ({ sku } = await product({ price: PRICE, stock: 100 }));
  const email = `address-${crypto.randomUUID()}@example.com`;
  const account = { email, password: "an engine of my own", name: "Ada" };
  customerId = (await Customer.register(context(), undefined, account)).customer.id;
  const added = await Address.add(context(), customerId, { ...address, region: "London", isDefault: false });
  addressId = added.address.id;
});

const buyer = () => ({ customerId, email: null, address: null, addressId });

/** Sells one unit at a quote for this destination. Returns how many orders were placed. */
async function sold(destination: Parameters<typeof Place.place>[2]["address"]): Promise<number> {
  const now = new Date();
  const lines = [{ sku, quantity: 1, price: PRICE }];
  const order = {
    id: newId("order", now),
    cartId: newId("cart", now),
    cartVersion: 1,
    cartOrderedVersion: 0,
    idempotencyKey: "key",
    fingerprint: "",
    tokenHash: null,
    paymentProvider: "manual",
    payment: undefined,
    buyer: buyer(),
    billingAddress: undefined,
    note: undefined,
    shippingOption: "standard",
    currency: "USD",
  };
  const total = quote({ lines, shipping: STANDARD, address: destination, discounts: [], now });
  return (await Place.place(context(), order, { lines, quote: total, address: destination })).length;
}

it("sells at a quote for the stored address, or at one that needs no address", async () => {
  const { country, postalCode } = address;
  expect(await sold({ country, postalCode, region: "London" })).toBe(1);
  expect(await sold(undefined)).toBe(1);
});

it("sells nothing at a quote for another destination than the stored address", async () => {
  const { country, postalCode } = address;
  expect(await sold({ country, postalCode })).toBe(0);
  expect(await sold({ country: "FR", postalCode, region: "London" })).toBe(0);
  expect(await sold({ country, postalCode: "N1", region: "London" })).toBe(0);
});

it("returns the stored address with the current prices, in one statement", async () => {
  const ctx = context();
  const rows = await Checkout.current(ctx, [sku, "NONE"], buyer());
  expect(rows).toMatchObject([
    { sku, price: PRICE, hasBuyer: true, address: { ...address, region: "London" } },
    { sku: "NONE", price: null, stock: null, address: null },
  ]);
  expect(ctx.calls).toHaveLength(1);
  const other = { ...buyer(), addressId: newId("address", new Date()) };
  expect(await Checkout.current(ctx, [sku], other)).toMatchObject([{ hasBuyer: true, address: null }]);
  const erased = { ...buyer(), customerId: "cus_none" };
  expect(await Checkout.current(ctx, [sku], erased)).toMatchObject([{ hasBuyer: false, address: null }]);
});
