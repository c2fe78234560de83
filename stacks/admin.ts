import { bucket } from "@myclothes/core/buckets";
import { functions, routeKey } from "@myclothes/functions/functions";
import { edge } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowObjects, allowOn, allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events } from "./queue.ts";
import { live } from "./rollout.ts";
import { cache, database, imagesLink } from "./storage.ts";

/** The API for the people who run the shop. It opens with API keys only, so it reads neither sessions nor carts. */
export const admin = lambda(
  "Admin",
  {
    memory: "512 MB",
    timeout: "12 seconds",
    link: [cache, database, eventLink, edge, imagesLink],
    permissions: [
      // It shows its changes to shoppers through the cache.
      allowOn(cache, "BatchWriteItem"),
      allowQueue(events, "SendMessage"),
      // It signs uploads, so its role needs what they do.
      allowObjects(bucket.uploads, "PutObject"),
      ...allowSql("admin"),
    ],
  },
  { dependsOn: migrated },
);

const target = live("Admin", admin);
for (const path of functions.admin.paths) gateway.route(routeKey(path), target);
