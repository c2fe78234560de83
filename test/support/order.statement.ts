import { randomUUID } from "node:crypto";
import type { SqlParameter } from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import type { Sql } from "../../packages/core/src/aws/sql.ts";
import { newId } from "../../packages/core/src/id.ts";
import { type NewOrder, room, statement, stored } from "../../packages/core/src/order/order.place.sql.ts";
import { assumedSale } from "../../packages/core/src/order/order.sale.rules.ts";
import { compile } from "../../packages/rds-data-local/src/sql/statement.ts";
import { address, STANDARD } from "./bodies.ts";

export const SKU = "POPULAR-M";
export const PRICE = 2500;
const LINES = [{ sku: SKU, quantity: 1, price: PRICE }];

/** The real statement of a new buyer's order, without what the shop does before and after it. */
export function newOrder(given: Partial<NewOrder> = {}): { text: string; values: (string | null)[] } {
  const ctx = context();
  const to = { ...address, line1: randomUUID(), isDefault: false };
  const order = {
    id: newId("order", ctx.now),
    cartId: newId("cart", ctx.now),
    cartVersion: 1,
    cartOrderedVersion: 0,
    idempotencyKey: randomUUID(),
    fingerprint: "",
    tokenHash: randomUUID(),
    paymentProvider: "manual",
    payment: { id: newId("payment", ctx.now), expiresAt: new Date(ctx.now.getTime() + 3_600_000) },
    buyer: { customerId: null, email: `${randomUUID()}@example.com`, address: to, addressId: null },
    billingAddress: undefined,
    note: undefined,
    shippingOption: "standard",
    currency: "USD",
    ...given,
  };
  const sale = assumedSale(PRICE + STANDARD, LINES, to, ctx.now);
  return compiled(statement(ctx, order, sale));
}

/** The real statement that waits until an order is stored. */
export const awaitStored = (id: string) => compiled(stored(id));

function compiled(query: Sql) {
  const parameters: SqlParameter[] = [];
  const text = query.compile(parameters);
  return compile(text, parameters as never);
}

/** The real statement that asks whether an order would be admitted. */
export const askRoom = compiled(room(LINES));
