export type { Cart, CartLine, Preview } from "./cart.rules.ts";
export type { CartResult, CartState, CartStore } from "./cart.ts";
export {
  type Api,
  createClient,
  type Options,
  type PlaceOrder,
  type Product,
  type ProductQuery,
  type ShopClient,
  ShopError,
} from "./client.ts";
export { LIMITS, retrying } from "./fetch.ts";
export type { Money } from "./money.ts";
export * as money from "./money.ts";
export { once } from "./once.ts";
export type { Problem } from "./problem.ts";
export type { components, operations, paths } from "./schema.ts";
export type { TokenStore } from "./token.ts";
