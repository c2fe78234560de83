import type { Line } from "@myclothes/core/cart";

/** A cart line. `version`: the cart's version after the line was added. */
export const lineOf = (sku: string, quantity: number, addedPrice: number, version = 1): Line => ({
  sku,
  quantity,
  addedPrice,
  lots: [{ version, quantity }],
});
