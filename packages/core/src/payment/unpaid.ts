import type { Context } from "../context.ts";
import * as Cancel from "../order/order.cancel.sql.ts";
import * as Sql from "./unpaid.sql.ts";

// Orders whose payment the shop collects outside this API hold their stock for some days. The merchant sets how many.

interface Unpaid {
  id: string;
}

/** Orders whose shoppers must be reminded of the payment, the oldest first. */
export const toRemind = Sql.toRemind;

/** Orders that were not paid in time, the oldest first. */
export const toCancel = Sql.toCancel;

/** Writes to the shopper until when the order can be paid, unless it is paid meanwhile. */
export async function remind(ctx: Context, { id }: Unpaid): Promise<void> {
  await Sql.remind(ctx, id);
}

/** Cancels an order and returns its stock, unless a payment was recorded meanwhile. */
export async function cancel(ctx: Context, { id }: Unpaid): Promise<void> {
  await Cancel.cancel(ctx, id, Sql.mustCancel(), "expiry");
}
