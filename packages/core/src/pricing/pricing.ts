export * from "./pricing.rules.ts";
export { defaultShipping, shippingPrice } from "./shipping.rules.ts";
export { shippingRate, storedShipping } from "./shipping.sql.ts";
export { listShippingOptions, refreshShipping } from "./shipping.ts";
