import { shopperLinks } from "./api.ts";
import { addRoutes } from "./gateway.ts";
import { allowOn, allowQueue, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { events } from "./queue.ts";
import { stage } from "./stage.ts";
import { carts, sessions } from "./storage.ts";

/**
 * Places orders, with the code of Api. It has environments of its own, and only so many: a rush of buyers leaves the other
 * environments to the other shoppers, and has no more statements in the database than this.
 */
export const orders = lambda(
  "Orders",
  {
    memory: "1024 MB",
    timeout: "12 seconds",
    ...(stage.orders !== undefined && { concurrency: { reserved: stage.orders } }),
    link: shopperLinks,
    permissions: [
      allowOn(sessions, "BatchGetItem", "PutItem", "UpdateItem"),
      allowOn(carts, "BatchGetItem", "PutItem", "GetItem"),
      allowQueue(events, "SendMessage"),
      ...allowSql("app"),
    ],
  },
  { dependsOn: migrated },
);

addRoutes("orders", orders);
