// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core";

/** Faults in the rules for payments that the merchant sets. */
export const payments: Mutant[] = [
  {
    name: "an order is shipped while Sweep releases its authorised payment",
    file: `${core}/src/payment/payment.sweep.ts`,
    find: "(await ClaimSql.claimCancel(ctx, row.orderId, sql`true`)).length > 0",
    replace: "(await ClaimSql.claimCancel(ctx, row.orderId, sql`false`)).length === 0",
    caughtBy: ["test/functions/payments/capture.test.ts"],
  },
  {
    name: "the shipment of an order whose authorisation has ended raises no alarm",
    file: `${core}/src/payment/settle.ts`,
    find: "    if (row.isShipped) report(found, UNPAID_SHIPMENT, row);\n",
    replace: "",
    caughtBy: ["test/functions/payments/capture.test.ts"],
  },
  {
    name: "orders at the same moment are not counted as unpaid",
    file: `${core}/migrations/0023-payment-rules.sql`,
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
