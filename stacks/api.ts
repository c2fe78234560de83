import { functions, routeKey } from "@myclothes/functions/functions";
import { edge, site } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowOn, allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events } from "./queue.ts";
import { live } from "./rollout.ts";
import { signing } from "./signing.ts";
import { attempts, cache, carts, database, sessions } from "./storage.ts";
import { stripe } from "./stripe.ts";

/** New code is deployed after its migrations. Until then the old code runs with the new schema. */
export const api = lambda(
  "Api",
  {
    memory: "1024 MB",
    // Longer than a request's own deadline (9 s), shorter than CloudFront's time-out (15 s).
    timeout: "12 seconds",
    // It sees whether the shop has Stripe, and none of its secrets.
    link: [sessions, carts, attempts, cache, database, eventLink, edge, site, signing, stripe.publishableKey],
    permissions: [
      allowOn(sessions, "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
      allowOn(carts, "BatchGetItem", "BatchWriteItem", "PutItem", "GetItem"),
      allowOn(attempts, "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem"),
      allowOn(cache, "BatchGetItem", "BatchWriteItem"),
      allowQueue(events, "SendMessage"),
      ...allowSql("app"),
    ],
  },
  { dependsOn: migrated },
);

const target = live("Api", api);
for (const path of functions.api.paths) gateway.route(routeKey(path), target);
