import { edge, site } from "./edge.ts";
import { addRoutes } from "./gateway.ts";
import { allowOn, allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events } from "./queue.ts";
import { signing } from "./signing.ts";
import { attempts, cache, carts, database, sessions } from "./storage.ts";
import { stripe } from "./stripe.ts";

/** What the routes with a session are linked to. They see whether the shop has Stripe, and none of its secrets. */
export const shopperLinks = [
  ...[sessions, carts, database, eventLink, edge, site, signing],
  stripe.publishableKey,
];

/** New code is deployed after its migrations. Until then the old code runs with the new schema. */
export const api = lambda(
  "Api",
  {
    memory: "1024 MB",
    // Longer than a request's own deadline (9 s), shorter than CloudFront's time-out (15 s).
    timeout: "12 seconds",
    link: [...shopperLinks, attempts, cache],
    permissions: [
      allowOn(sessions, "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
      allowOn(carts, "BatchGetItem", "BatchWriteItem", "PutItem", "GetItem"),
      allowOn(attempts, "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem"),
      allowOn(cache, "BatchGetItem", "BatchWriteItem", "PutItem"),
      allowQueue(events, "SendMessage"),
      ...allowSql("app"),
    ],
  },
  { dependsOn: migrated },
);

addRoutes("api", api);
