export * from "./pricing.rules.ts";
export { shippingOption, shippingOptions } from "./shipping.rules.ts";
