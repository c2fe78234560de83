import { money } from "../money.ts";
import type { AdminOrder, AdminOrderSummary } from "./order.admin.schema.ts";
import type { AdminRow, SummaryRow } from "./order.admin.sql.ts";
import * as View from "./order.view.ts";
import type { PaymentRow } from "./payment.sql.ts";
import { view as payment } from "./payment.ts";

/** The orders of these rows. The rows of an order are next to each other. */
export function orders(found: AdminRow[], payments: PaymentRow[]): AdminOrder[] {
  const byOrder = new Map<string, [AdminRow, ...AdminRow[]]>();
  for (const row of found) {
    const rows = byOrder.get(row.id);
    if (rows) rows.push(row);
    else byOrder.set(row.id, [row]);
  }
  return [...byOrder.values()].map((rows) =>
    order(
      rows,
      payments.filter(({ orderId }) => orderId === rows[0].id),
    ),
  );
}

function order(rows: [AdminRow, ...AdminRow[]], payments: PaymentRow[]): AdminOrder {
  const [first] = rows;
  const { lines, ...shown } = View.order(rows);
  return {
    ...shown,
    customerId: first.customerId,
    paid: money(first.paid),
    lines: lines.map((line, i) => ({ ...line, shipped: rows[i]?.shipped ?? 0 })),
    payments: payments.map(payment),
    refunds: (first.refunds ?? []).map(({ amount, ...refund }) => ({ ...refund, amount: money(amount) })),
    fulfillments: View.fulfillments(rows).map(({ number: _, ...fulfillment }) => fulfillment),
  };
}

export const summary = ({ total, paid, ...row }: SummaryRow): AdminOrderSummary => ({
  ...row,
  total: money(total),
  paid: money(paid),
});
