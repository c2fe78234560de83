import type { Handlers } from "../events/events.handle.ts";

/** The statements that write these events have done everything. */
export const handlers: Handlers<"product"> & Handlers<"stock"> = {
  "product.updated": {},
  "stock.low": {},
  "stock.out": {},
};
