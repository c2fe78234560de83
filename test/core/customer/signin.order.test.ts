import { randomUUID } from "node:crypto";
import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import * as Customer from "@myclothes/core/customer";
import * as Order from "@myclothes/core/order";
import * as Session from "@myclothes/core/session";
import { expect, it } from "vitest";
import * as CartTable from "../../../packages/core/src/cart/cart.table.ts";
import { orderOf } from "../../support/bodies.ts";
import { lineOf } from "../../support/lines.ts";
import { product } from "../../support/products.ts";

it("does not merge ordered lines that are still in the guest's cart", async () => {
  const ctx = context();
  const { skus } = await product({ price: 100, variants: [{}, {}] });
  const email = `${randomUUID()}@example.com`;
  const account = { email, password: "an engine of my own" };
  await Customer.register(ctx, undefined, { ...account, name: "Ada" });

  const visitor = await Session.resume(ctx, undefined);
  const write = (key: string) => ({ key, fingerprint: key, hasClientKey: true });
  const cart = await Cart.addItem(ctx, visitor.cart, { sku: skus[0] ?? "", quantity: 2 }, write("a"));
  const guest = await Session.createForGuest(ctx, { ...visitor, cart });
  await Order.place(ctx, guest, orderOf(200), write("order"));
  // As if the process had died before it removed the lines, and the shopper had added another one.
  const late = lineOf(skus[1] ?? "", 1, 100, cart.version + 1);
  const full = { ...cart, version: cart.version + 2, lines: [...cart.lines, late] };
  expect(await CartTable.replace(ctx, full, cart.version + 1)).toBe(true);

  const opened = await Customer.signIn(context(), Session.tokenOf(guest), account);
  const { cart: merged } = await Session.resume(context(), Session.tokenOf(opened));
  expect(merged.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([[skus[1], 1]]);
});
