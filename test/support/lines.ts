import type { Line } from "@myclothes/core/cart";

/** A cart's line. `version`: the cart's version after the change that put it in. */
export const lineOf = (sku: string, quantity: number, addedPrice: number, version = 1): Line => ({
  sku,
  quantity,
  addedPrice,
  lots: [{ version, quantity }],
});
