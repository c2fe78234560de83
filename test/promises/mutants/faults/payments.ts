// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core";
const payment = "packages/core/src/payment";
const functions = "test/functions/payments";
const races = "test/promises/races/payment.test.ts";

/**
 * Faults in payments, by a provider or in the rules that the merchant sets. Those of T1–T6 are caught by the test that shows the
 * promise.
 */
export const payments: Mutant[] = [
  {
    name: "payment: the signature of an event is not checked",
    file: `${payment}/stripe.provider.ts`,
    find: "    const event = webhooks.constructEvent(body, signature, secret, TOLERANCE_S, undefined, now.getTime());",
    replace: "    const event = JSON.parse(body);",
    caughtBy: [`${functions}/webhook.test.ts`],
  },
  {
    name: "payment: an event that had its effect is not remembered",
    file: `${payment}/payment.change.sql.ts`,
    find: "select ${eventId} from p on conflict",
    replace: "select ${eventId} from p where false on conflict",
    caughtBy: [`${functions}/webhook.test.ts`],
  },
  {
    name: "payment: an event's own type decides about the payment",
    file: `${payment}/payment.ts`,
    find: "await recordPayment(ctx, await provider.find(ctx, paymentRef), { eventId });",
    replace:
      'await recordPayment(ctx, { ...(await provider.find(ctx, paymentRef)), status: JSON.parse(body).type === "payment_intent.succeeded" ? "captured" : "open" }, { eventId });',
    caughtBy: [`${functions}/payment.test.ts`],
  },
  {
    name: "payment: another amount pays an order",
    file: `${payment}/payment.rules.ts`,
    find: "if (found.amount !== amount || found.currency !== currency)",
    replace: "if (found.currency !== currency)",
    caughtBy: [`${functions}/payment.test.ts`],
  },
  {
    name: "payment: an order expires here before its payment is canceled at the provider",
    file: `${payment}/payment.sweep.ts`,
    find: '  if (mayCancel) await cancelPayment(ctx, row, { by: "expiry" });',
    replace:
      '  await (await import("./payment.change.sql.ts")).close(ctx, { id: row.id, ref: row.providerRef }, "expiry");\n  if (mayCancel) await cancelPayment(ctx, row, { by: "expiry" });',
    caughtBy: [`${functions}/payment.test.ts`],
  },
  {
    name: "payment: a canceled order's refund waits for Sweep",
    file: `${payment}/cancel.ts`,
    find: "  if (refunded) await Refund.tryExecute(ctx, refundId);\n",
    replace: "",
    caughtBy: [`${functions}/payment.test.ts`],
  },
  {
    name: "payment: refunds count against what was paid only when they are made",
    file: `${payment}/refund.request.sql.ts`,
    find: "set refunding = o.refunding + r.amount, refund_count",
    replace:
      "set refunding = o.refunding + case r.status when 'succeeded' then r.amount else 0 end, refund_count",
    caughtBy: [`${functions}/refund.once.test.ts`],
  },
  {
    name: "payment: a refund has no idempotency key",
    file: `${payment}/stripe.provider.ts`,
    find: "stripe().refunds.create(params, { idempotencyKey })",
    replace: "stripe().refunds.create(params)",
    caughtBy: [`${functions}/refund.once.test.ts`],
  },
  {
    name: "payment: an order is shipped while its payment is being canceled",
    file: `${payment}/payment.once.sql.ts`,
    find: "update orders o set cancel_requested_at = now()",
    replace: "update orders o set cancel_requested_at = null",
    caughtBy: [`${functions}/cancellation.test.ts`],
  },
  {
    name: "payment: an event that is faster than the provider's answer hides who has canceled",
    file: `${payment}/cancel.ts`,
    find: "    await CancelSql.setCanceledBy(ctx, payment, by, also);\n",
    replace: "",
    caughtBy: [`${functions}/cancellation.test.ts`],
  },
  {
    name: "payment: a canceled order keeps the money that the dashboard has left",
    file: `${payment}/refund.ts`,
    find: "left < row.amount ? Math.max(left, 0) : 0",
    replace: "0",
    caughtBy: [`${functions}/dashboard.test.ts`],
  },
  {
    name: "T7: a refund that the provider refuses is not replaced if the order is canceled",
    file: `${payment}/refund.change.sql.ts`,
    find: "where o.status = 'canceled' and ${rest.amount}::bigint > 0",
    replace: "where false and ${rest.amount}::bigint > 0",
    caughtBy: [races],
  },
  {
    name: "payment: a refund of the dashboard that its bank returns stays refunded",
    file: `${payment}/refund.ts`,
    find: "const id = isOurs ? refundId : (await Sql.byRef(ctx, ref))[0]?.id;",
    replace: "const id = isOurs ? refundId : undefined;",
    caughtBy: [`${functions}/dashboard.test.ts`],
  },
  {
    name: "T1: an event is accepted a day later",
    file: `${payment}/stripe.provider.ts`,
    find: "const TOLERANCE_S = 300;",
    replace: "const TOLERANCE_S = 300_000;",
    caughtBy: ["test/promises/faults/payment.events.test.ts"],
  },
  {
    name: "T2: Sweep does not make refunds whose process has died",
    file: `${payment}/payment.sweep.ts`,
    find: "await RefundSql.pending(ctx, REFUND_AGE_S, BATCH)",
    replace: "await RefundSql.pending(ctx, REFUND_AGE_S * 1_000_000, BATCH)",
    caughtBy: ["test/promises/faults/payment.kill.test.ts"],
  },
  {
    name: "T3: a refund that the provider has not answered is a failed one",
    file: `${payment}/refund.ts`,
    find: "const made = await providerOf(row.provider).refund(ctx, row.providerRef, row);",
    replace:
      "const made = await providerOf(row.provider).refund(ctx, row.providerRef, row).catch(() => ({ status: 'failed', ref: '' }) as const);",
    caughtBy: ["test/promises/faults/payment.provider.test.ts"],
  },
  {
    name: "T4: an expired payment returns its stock each time",
    file: `${payment}/payment.change.sql.ts`,
    find: 'sql`${locked(seen, ["pending", "authorized"], isOpen)}, open as (\n        select o.* from o, p where',
    replace:
      'sql`${locked(seen, ["pending", "authorized"], isOpen)}, open as (\n        select o.* from o where',
    caughtBy: [races],
  },
  {
    name: "T5: the second tab cancels the payment of the first",
    file: `${payment}/payment.once.sql.ts`,
    find: "and coalesce(provider_ref, ${ref}) = ${ref}\n",
    replace: "and provider_ref is null\n",
    caughtBy: [races],
  },
  {
    name: "T6: refunds of an order are confirmed without a lock",
    file: `${payment}/refund.change.sql.ts`,
    find: "where id = (select order_id from refund where id = ${id}) for no key update",
    replace: "where id = (select order_id from refund where id = ${id})",
    caughtBy: [races],
  },
  {
    name: "an order is shipped while Sweep releases its authorised payment",
    file: `${core}/src/payment/payment.sweep.ts`,
    find: "(await OnceSql.beginCancel(ctx, row.orderId, sql`true`)).length > 0",
    replace: "(await OnceSql.beginCancel(ctx, row.orderId, sql`false`)).length === 0",
    caughtBy: ["test/functions/payments/capture.test.ts"],
  },
  {
    name: "the shipment of an order whose authorisation has ended raises no alarm",
    file: `${core}/src/payment/record.ts`,
    find: "    if (row.isShipped) report(found, UNPAID_SHIPMENT, row);\n",
    replace: "",
    caughtBy: ["test/functions/payments/capture.test.ts"],
  },
  {
    name: "orders at the same moment are not counted as unpaid",
    file: `${core}/migrations/0037-unpaid-orders-again.sql`,
    find: "perform pg_advisory_xact_lock(key) from (",
    replace: "perform key from (",
    caughtBy: ["test/promises/races/unpaid.test.ts"],
  },
  {
    name: "an order of which a part is paid is canceled",
    file: `${core}/src/payment/unpaid.sql.ts`,
    find: " and o.paid = 0)`;",
    replace: ")`;",
    caughtBy: ["test/functions/payments/unpaid.test.ts"],
  },
  {
    name: "units that are back in stock are shipped",
    file: `${core}/src/order/fulfillment.sql.ts`,
    find: " - l.shipped - l.restocked, 0)",
    replace: " - l.shipped, 0)",
    caughtBy: ["test/functions/payments/refund.test.ts"],
  },
];
