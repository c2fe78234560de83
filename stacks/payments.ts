import { functions, routeKey } from "@myclothes/functions/functions";
import { edge, site } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowOn, allowQueue, allowSql, countLines, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events } from "./queue.ts";
import { live } from "./rollout.ts";
import { signing } from "./signing.ts";
import { carts, database, sessions } from "./storage.ts";
import { stripe } from "./stripe.ts";
import { everyMinute } from "./sweep.ts";

/** Everything that talks to the payment provider. No other function can read the provider's secret keys. */
export const payments = lambda(
  "Payments",
  {
    memory: "512 MB",
    // A request ends by itself after 9 s, a scheduled call after 50 s.
    timeout: "60 seconds",
    retries: 0,
    // It serves shoppers' orders, so it reads their sessions.
    link: [sessions, carts, database, eventLink, edge, site, signing, ...Object.values(stripe)],
    permissions: [
      allowOn(sessions, "BatchGetItem", "UpdateItem"),
      allowOn(carts, "BatchGetItem"),
      allowQueue(events, "SendMessage"),
      ...allowSql("payments"),
    ],
  },
  { dependsOn: migrated },
);

const target = live("Payments", payments);
for (const path of functions.payments.paths) gateway.route(routeKey(path), target);

everyMinute("EveryMinutePayments", payments);

/** The metric of payments that a person must look at. */
export const paymentDifferences = countLines(
  "Payments",
  "PaymentDifferences",
  '{ $.message.text = "payment differs" || $.message.text = "refund failed" || $.message.text = "authorization expires soon" }',
);
