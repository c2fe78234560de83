import { invalid, Refusal } from "../refusal.ts";
import type { Ship } from "./fulfillment.schema.ts";
import { unknownOrder } from "./order.admin.rules.ts";

/** As the database limits it. */
const MAX_FULFILLMENTS = 20;

interface Left {
  sku: string;
  /** The units that can be shipped. */
  left: number;
  status: string;
  /** The number of the order's fulfillments. */
  count: number;
  /** A provider still has to collect its payment. */
  isPayable: boolean;
}

/** Why a parcel was not shipped, given what is left of the order now. */
export function whyNotShipped({ lines }: Ship, order: Left[]): Refusal {
  const [first] = order;
  if (!first) return unknownOrder();
  if (first.status === "canceled")
    return new Refusal("order.not_shippable", "The order is canceled. Nothing was shipped.");
  if (first.isPayable)
    return new Refusal("order.not_shippable", "The order is not paid. Nothing was shipped.");
  const leftOf = (sku: string) => order.find((line) => line.sku === sku)?.left;
  const unknown = (lines ?? []).flatMap(({ sku }, i) =>
    leftOf(sku) === undefined ? [{ path: ["lines", i, "sku"], message: "is not in this order" }] : [],
  );
  if (unknown.length > 0) return invalid(unknown);
  if (order.every(({ left }) => left === 0))
    return new Refusal("order.not_shippable", "Everything in this order has been shipped or refunded.");
  if (first.count >= MAX_FULFILLMENTS)
    return new Refusal("fulfillment.limit", `An order can have at most ${MAX_FULFILLMENTS} fulfillments.`);
  const tooMany = (lines ?? []).filter(({ sku, quantity }) => quantity > (leftOf(sku) ?? 0));
  const left = tooMany.map(({ sku }) => ({ sku, left: leftOf(sku) ?? 0 }));
  if (left.length > 0) {
    const detail = "The parcel contains more than is left to ship. Nothing was shipped.";
    return new Refusal("fulfillment.exceeds_ordered", detail, { lines: left });
  }
  // Another request was at work, and has finished or failed in the meantime.
  return new Refusal("service.unavailable", "The order was being changed. Try again.");
}
