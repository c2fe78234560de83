import { edge, site } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { lambda, on, sql } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { signing } from "./signing.ts";
import { attempts, cache, carts, database, sessions } from "./storage.ts";

/** New code comes after the migrations that it needs; until then the old code runs on them. */
export const api = lambda(
  "Api",
  {
    memory: "1024 MB",
    // Longer than the shop's own deadline, shorter than the edge's patience.
    timeout: "12 seconds",
    link: [sessions, carts, attempts, cache, database, edge, site, signing],
    may: [
      on(sessions, "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
      on(carts, "BatchGetItem", "BatchWriteItem", "PutItem", "GetItem"),
      on(attempts, "BatchGetItem", "BatchWriteItem", "PutItem", "UpdateItem"),
      on(cache, "BatchGetItem", "BatchWriteItem", "UpdateItem"),
      ...sql(),
    ],
  },
  { dependsOn: migrated },
);

gateway.route("$default", api.arn);
