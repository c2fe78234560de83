import type { StoredAddress } from "../customer/address.schema.ts";
import { money } from "../money.ts";
import { writeCursor } from "../page.ts";
import type { HistoryRow } from "./order.history.sql.ts";
import { paymentStatusOf } from "./order.rules.ts";
import type { Order, OrderPage } from "./order.schema.ts";
import type { OrderRow } from "./order.sql.ts";

/** One row for each line. The order's own columns are in the first row. */
export function order([first, ...rest]: [OrderRow, ...OrderRow[]]): Order {
  return {
    id: first.id,
    number: first.number,
    status: first.status,
    paymentStatus: first.paymentStatus,
    fulfillmentStatus: first.fulfillmentStatus,
    email: first.email,
    lines: [first, ...rest].map((row) => ({
      sku: row.sku,
      title: row.title,
      options: { size: row.size, color: row.color },
      image: row.image,
      quantity: row.quantity,
      unitPrice: money(row.unitPrice),
      lineTotal: money(row.unitPrice * row.quantity),
    })),
    subtotal: money(first.subtotal),
    shipping: money(first.shipping),
    tax: money(first.tax),
    total: money(first.total),
    discounts: [],
    taxLines: [],
    shippingAddress: first.shippingAddress as StoredAddress,
    shippingOption: { id: first.shippingOption, title: first.shippingTitle },
    billingAddress: first.billingAddress,
    note: first.note,
    placedAt: first.placedAt,
    payment: payment(first),
    refunds: (first.refunds ?? []).flatMap(({ amount, status, createdAt }) =>
      status === "failed" ? [] : [{ amount: money(amount), status, createdAt }],
    ),
    fulfillments: fulfillments([first, ...rest]).map(({ lines, carrier, ...rest }) => ({
      lines,
      carrier,
      trackingNumber: rest.trackingNumber,
      trackingUrl: rest.trackingUrl,
      shippedAt: rest.shippedAt,
    })),
  };
}

function payment({ payment, paymentProvider, paymentStatus }: OrderRow): Order["payment"] {
  const { id, expiresAt } = payment ?? {};
  return {
    ...(id && { id }),
    provider: paymentProvider,
    status: paymentStatus,
    ...(expiresAt && { expiresAt }),
  };
}

/** The fulfillments of an order with their lines, in the order in which they were shipped. */
export const fulfillments = (rows: OrderRow[]) =>
  (rows[0]?.fulfillments ?? []).map((fulfillment) => ({
    ...fulfillment,
    lines: rows.flatMap(({ sku, shippedIn }) =>
      (shippedIn ?? []).flatMap(([number, quantity]) =>
        number === fulfillment.number ? [{ sku, quantity }] : [],
      ),
    ),
  }));

/** A page of a history. The rows of an order are next to each other. */
export function page(found: HistoryRow[]): OrderPage {
  const byOrder = new Map<string, [HistoryRow, ...HistoryRow[]]>();
  for (const row of found) {
    const rows = byOrder.get(row.id);
    if (rows) rows.push(row);
    else byOrder.set(row.id, [row]);
  }
  const data = [...byOrder.values()].map(order);
  const last = data.at(-1);
  const more = last && data.length < (found[0]?.found ?? 0);
  return { data, nextCursor: more ? writeCursor(last.id) : null };
}

/** The order as it was when it was placed: the answer to a repeated request. */
export const asPlaced = (order: Order): Order => ({
  ...order,
  status: "open",
  paymentStatus: paymentStatusOf(order.total.amount),
  fulfillmentStatus: "not_fulfilled",
  payment: { ...order.payment, status: paymentStatusOf(order.total.amount) },
  refunds: [],
  fulfillments: [],
});
