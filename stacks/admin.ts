import { functions, routeKey } from "@myclothes/functions/functions";
import { edge } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowOn, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { cache, database } from "./storage.ts";

/** The API for the people who run the shop. It opens with API keys only, so it reads neither sessions nor carts. */
export const admin = lambda(
  "Admin",
  {
    memory: "512 MB",
    timeout: "12 seconds",
    link: [cache, database, edge],
    // It shows its changes to shoppers through the cache.
    permissions: [allowOn(cache, "BatchWriteItem"), ...allowSql()],
  },
  { dependsOn: migrated },
);

gateway.route(routeKey(functions.admin.path), admin.arn);
