// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const payment = "packages/core/src/payment";
const events = "test/promises/faults/payment.events.test.ts";
const kill = "test/promises/faults/payment.kill.test.ts";
const provider = "test/promises/faults/payment.provider.test.ts";
const races = "test/promises/races/payment.test.ts";
const webhook = "test/functions/payments/payment.test.ts";

/** Faults in payments by a provider. */
export const payments: Mutant[] = [
  {
    name: "payment: the signature of an event is not checked",
    file: `${payment}/stripe.provider.ts`,
    find: "    const event = webhooks.constructEvent(body, signature, secret, TOLERANCE_S, undefined, now.getTime());",
    replace: "    const event = JSON.parse(body);",
    caughtBy: [webhook],
  },
  {
    name: "T1: an event is accepted a day later",
    file: `${payment}/stripe.provider.ts`,
    find: "const TOLERANCE_S = 300;",
    replace: "const TOLERANCE_S = 300_000;",
    caughtBy: [events],
  },
  {
    name: "payment: events that were handled are not remembered",
    file: `${payment}/payment.sql.ts`,
    find: "insert into provider_event (id) select ${eventId} from p on conflict do nothing",
    replace: "insert into provider_event (id) select ${eventId} from p where false on conflict do nothing",
    caughtBy: ["test/budgets/budgets.test.ts"],
  },
  {
    name: "payment: another amount settles an order",
    file: `${payment}/payment.rules.ts`,
    find: "if (found.amount !== amount || found.currency !== currency)",
    replace: "if (found.currency !== currency)",
    caughtBy: [webhook],
  },
  {
    name: "T3: an order expires here before its payment is canceled at the provider",
    file: `${payment}/payment.sweep.ts`,
    find: '      cancelPayment(ctx, row, { by: "expiry" }),',
    replace:
      '      Sql.close(ctx, { id: row.id, ref: row.providerRef }, "expiry").then(() => cancelPayment(ctx, row, { by: "expiry" })),',
    caughtBy: [webhook],
  },
  {
    name: "T6: refunds are not compared with what was paid",
    file: `${payment}/refund.sql.ts`,
    find: "from o, wanted where wanted.amount <= o.paid - o.refunding",
    replace: "from o, wanted",
    caughtBy: ["test/functions/payments/refund.test.ts"],
  },
  {
    name: "T2: a refund has no idempotency key, and no earlier one is looked for",
    file: `${payment}/stripe.provider.ts`,
    find: "    if (made) return made;\n    try {\n      const params = { payment_intent: ref, amount, metadata: { refundId: id } };",
    replace:
      "    try {\n      id = `${id}-${Math.random()}`;\n      const params = { payment_intent: ref, amount, metadata: { refundId: id.slice(0, 30) } };",
    caughtBy: [kill],
  },
  {
    name: "T4: an expired payment returns its stock each time",
    file: `${payment}/payment.sql.ts`,
    find: '    sql`${locked(seen, ["pending", "authorized"], isOpen)}, open as (\n        select o.* from o, p where',
    replace:
      '    sql`${locked(seen, ["pending", "authorized"], isOpen)}, open as (\n        select o.* from o where',
    caughtBy: [races],
  },
  {
    name: "T4: a payment is changed without a lock",
    file: `${payment}/payment.sql.ts`,
    find: "\n        for no key update of payment\n      )${eventId",
    replace: "\n      )${eventId",
    caughtBy: [races],
  },
  {
    name: "T6: refunds of an order are confirmed without a lock",
    file: `${payment}/refund.sql.ts`,
    find: "where id = (select order_id from refund where id = ${id}) for no key update",
    replace: "where id = (select order_id from refund where id = ${id})",
    caughtBy: [races],
  },
  {
    name: "T5: another tab begins another payment",
    file: `${payment}/stripe.provider.ts`,
    find: "return await send(n === 1 ? id : `${id}-${n}`);",
    replace: "return await send(`${id}-${n}-${Math.random()}`);",
    caughtBy: [races],
  },
  {
    name: "T8: an order is canceled while its payment is being canceled, and its money stays",
    file: `${payment}/cancel.ts`,
    find: "  if (refunded) await Refund.tryExecute(ctx, refundId);\n",
    replace: "",
    caughtBy: [webhook],
  },
  {
    name: "T3: a refund that the provider has not answered is a failed one",
    file: `${payment}/refund.ts`,
    find: "  if (row.provider === null || row.providerRef === null) return;\n  const made = await providerOf(row.provider).refund(ctx, row.providerRef, row);",
    replace:
      "  if (row.provider === null || row.providerRef === null) return;\n  const made = await providerOf(row.provider).refund(ctx, row.providerRef, row).catch(() => undefined);",
    caughtBy: [provider],
  },
  {
    name: "payment: nobody stops a shipment while a payment is being canceled",
    file: `${payment}/payment.sql.ts`,
    find: "update orders o set cancel_requested_at = now()",
    replace: "update orders o set cancel_requested_at = cancel_requested_at",
    caughtBy: ["test/functions/payments/cancellation.test.ts"],
  },
];
