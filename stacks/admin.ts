import { bucket } from "@myclothes/core/buckets";
import { functions, routeKey } from "@myclothes/functions/functions";
import { edge } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowObjects, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { database, imagesLink } from "./storage.ts";

/** The API for the people who run the shop. It opens with API keys only, so it reads neither sessions nor carts. */
export const admin = lambda(
  "Admin",
  {
    memory: "512 MB",
    timeout: "12 seconds",
    link: [database, edge, imagesLink],
    // It signs uploads, so its role needs what they do.
    permissions: [allowObjects(bucket.uploads, "PutObject"), ...allowSql()],
  },
  { dependsOn: migrated },
);

gateway.route(routeKey(functions.admin.path), admin.arn);
