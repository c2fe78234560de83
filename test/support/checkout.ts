import { randomUUID } from "node:crypto";
import { load } from "@myclothes/core/catalog/load";
import { context } from "@myclothes/core/context";
import * as Order from "@myclothes/core/order";
import type { PlaceOrder } from "@myclothes/core/order/schema";
import { replace } from "../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../packages/core/src/id.ts";
import { address, orderOf } from "./bodies.ts";
import { retryBusy } from "./busy.ts";
import { lineOf } from "./lines.ts";

interface Purchase {
  /** Quantities by SKU. */
  lines: Record<string, number>;
  /** The price of every line, in minor units. */
  price: number;
  /** A cart that is ordered more than once. By default a new one. */
  cartId?: string;
  version?: number;
  key?: string;
  /** What differs in the request. */
  request?: Partial<PlaceOrder>;
}

/** Places an order without HTTP, so that only the database decides a race. Repeats while the shop is busy. */
export async function buy(purchase: Purchase): Promise<Order.Placed> {
  const keyed = { cartId: newId("cart", new Date()), key: randomUUID(), ...purchase };
  return retryBusy(() => place(keyed));
}

/** Places an order once. Throws the refusal, also while the shop is busy. */
export async function place({
  lines,
  price,
  cartId,
  version = 1,
  key = randomUUID(),
  request,
}: Purchase & { cartId: string }): Promise<Order.Placed> {
  const now = new Date();
  const id = cartId;
  const cart = {
    id,
    version,
    lines: Object.entries(lines).map(([sku, quantity]) => lineOf(sku, quantity, price, version)),
    recentWrites: [],
    orderedVersion: 0,
    isCustomer: false,
    minSessionEpoch: 0,
    expiresAt: undefined,
  };
  // Buyers who share a cart: the second write finds the cart stored, and changes nothing.
  await replace(context(), cart, 0);
  const session = { owner: id, id, isCustomer: false, createdAt: now, seenAt: now, epoch: 0, userAgent: "" };
  const pieces = Object.values(lines).reduce((sum, quantity) => sum + quantity, 0);
  const shopper = { session, cart, token: { secret: id, owner: id }, isTokenKnown: true };
  return Order.place(
    context({ databaseRole: "app" }),
    shopper,
    { ...orderOf(price * pieces), ...buyerOf(id), ...request },
    {
      key,
      fingerprint: key,
    },
  );
}

/** Each cart has a buyer of its own, because orders of the same buyer wait for each other. */
const buyerOf = (cartId: string) => ({
  email: `${cartId}@example.com`,
  shippingAddress: { ...address, line1: cartId },
});

/** Loads a product with variants of these SKUs into an empty catalogue. Their stock is 0. */
export const stockUp = (skus: string[], price: number): Promise<void> =>
  load(context(), {
    // Handles are unique, so that a file may call this more than once.
    categories: [{ handle: "race", title: "Race", position: 1 }],
    products: [
      {
        id: newId("product", new Date()),
        handle: `race-${skus[0]}`.toLowerCase(),
        title: "Race",
        description: "Wanted.",
        category: "race",
        images: [],
        createdAt: new Date().toISOString(),
        variants: skus.map((sku) => ({
          sku,
          size: "M",
          color: "Navy",
          image: null,
          price,
          compareAtPrice: null,
          stock: 0,
        })),
      },
    ],
  });
