import type { Context } from "../context.ts";
import { isId, newId } from "../id.ts";
import type { Author } from "../merchant/audit.ts";
import { Refusal } from "../refusal.ts";
import * as Rules from "./fulfillment.rules.ts";
import type { AdminFulfillment, Ship } from "./fulfillment.schema.ts";
import * as Sql from "./fulfillment.sql.ts";
import { checkReplay, unknownOrder } from "./order.admin.rules.ts";
import type { AdminOrder } from "./order.admin.schema.ts";
import type { Request } from "./order.admin.ts";
import * as Order from "./order.admin.ts";
import { CHECK, noneIfRefused, UNIQUE } from "./refused.ts";

export interface Shipped {
  fulfillment: AdminFulfillment;
  /** An earlier request with the same Idempotency-Key shipped it. */
  replayed: boolean;
}

/**
 * Ships lines of an order, or everything that is left of it. Never ships more than was ordered, also if several people ship at
 * once. Throws `order.unknown`, `order.not_shippable`, `fulfillment.exceeds_ordered`, `fulfillment.limit`,
 * `idempotency.key_reused`.
 */
export async function ship(
  ctx: Context,
  by: Author,
  orderId: string,
  parcel: Ship,
  request: Request,
): Promise<Shipped> {
  if (!isId("order", orderId)) throw unknownOrder();
  const write = { ...request, id: newId("fulfillment", ctx.now) };
  const [first, ...rest] = await noneIfRefused(Sql.ship(ctx, by, orderId, write, parcel), UNIQUE, CHECK);
  if (first) return { fulfillment: view([first, ...rest]), replayed: false };
  const [earlier, ...lines] = await Sql.byWrite(ctx, orderId, write);
  if (!earlier) throw Rules.whyNotShipped(parcel, await Sql.left(ctx, orderId));
  checkReplay(earlier, write);
  // The answer of the request that shipped it.
  return {
    fulfillment: { ...view([earlier, ...lines]), deliveredAt: null },
    replayed: earlier.id !== write.id,
  };
}

/** Marks a fulfillment as delivered. Repeated calls do no harm. Throws `order.unknown` and `fulfillment.unknown`. */
export async function deliver(
  ctx: Context,
  by: Author,
  orderId: string,
  id: string,
): Promise<AdminFulfillment> {
  const isValid = isId("order", orderId) && isId("fulfillment", id);
  if (isValid) await Sql.deliver(ctx, by, orderId, id);
  const [first, ...rest] = isValid ? await Sql.byId(ctx, orderId, id) : [];
  if (first) return view([first, ...rest]);
  throw new Refusal("fulfillment.unknown", "The order has no fulfillment with this id.");
}

/** A parcel with what its buyer must know. Undefined: there is no such fulfillment. */
export async function shipmentOf(ctx: Context, id: string): Promise<Shipment | undefined> {
  const [found] = await Sql.orderOf(ctx, id);
  const [order] = found ? await Order.readAll(ctx, [found.orderId]) : [];
  const parcel = order?.fulfillments.find((one) => one.id === id);
  if (!order || !parcel) return undefined;
  const lines = parcel.lines.flatMap(({ sku, quantity }) => {
    const line = order.lines.find((line) => line.sku === sku);
    return line ? [{ title: line.title, options: line.options, quantity }] : [];
  });
  return { ...parcel, email: order.email, order, lines };
}

interface Shipment extends Omit<AdminFulfillment, "lines"> {
  email: string;
  order: AdminOrder;
  lines: Pick<AdminOrder["lines"][number], "title" | "options" | "quantity">[];
}

const view = (rows: [Sql.FulfillmentRow, ...Sql.FulfillmentRow[]]): AdminFulfillment => {
  const [{ id, carrier, trackingNumber, trackingUrl, shippedAt, deliveredAt }] = rows;
  const lines = rows.map(({ sku, quantity }) => ({ sku, quantity }));
  return { id, lines, carrier, trackingNumber, trackingUrl, shippedAt, deliveredAt };
};
