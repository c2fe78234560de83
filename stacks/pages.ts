import { functions, routeKey } from "@myclothes/functions/functions";
import { uploaded } from "./assets.ts";
import { edge, site } from "./edge.ts";
import { gateway } from "./gateway.ts";
import { allowOn, allowSql, lambda } from "./lambda.ts";
import { migrated } from "./migrate.ts";
import { live } from "./rollout.ts";
import { cache, database } from "./storage.ts";

/**
 * Renders the storefront's pages. It knows no shopper: it reads neither sessions nor carts, and its role in the database sees
 * nothing but the catalogue. New code is deployed after its migrations, and after the files that its pages load.
 */
export const pages = lambda(
  "Pages",
  {
    memory: "1024 MB",
    // Longer than a request's own deadline (9 s), shorter than CloudFront's time-out (15 s).
    timeout: "12 seconds",
    link: [cache, database, edge, site],
    permissions: [allowOn(cache, "BatchGetItem", "BatchWriteItem"), ...allowSql("pages")],
  },
  { dependsOn: [...migrated, ...uploaded] },
);

const target = live("Pages", pages);
for (const path of functions.pages.paths) gateway.route(routeKey(path), target);
