import type { Handlers } from "../events/events.ts";

/** The statements that write these events have done everything. */
export const handlers: Handlers<"product"> & Handlers<"stock"> = {
  "product.updated": async () => {},
  "stock.low": async () => {},
  "stock.out": async () => {},
};
