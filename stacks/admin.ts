import { functions, routeKey } from "@myclothes/functions/functions";
import { edge } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { eventLink, events } from "./queue.ts";
import { database } from "./storage.ts";

/** The API for the people who run the shop. It opens with API keys only, so it reads neither sessions nor carts. */
export const admin = lambda(
  "Admin",
  {
    memory: "512 MB",
    timeout: "12 seconds",
    link: [database, eventLink, edge],
    permissions: [allowQueue(events, "SendMessage"), ...allowSql()],
  },
  { dependsOn: migrated },
);

gateway.route(routeKey(functions.admin.path), admin.arn);
