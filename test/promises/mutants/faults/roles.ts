import type { Mutant } from "../mutants.ts";

const migration = "packages/core/migrations/0021-roles.sql";
const caughtBy = ["test/core/aws/roles.test.ts"];

export const roles: Mutant[] = [
  {
    name: "a shopper's request may change prices",
    file: migration,
    find: "grant update (stock) on variant to shop_app;",
    replace: "grant update on variant to shop_app;",
    caughtBy,
  },
  {
    name: "Admin may change its audit log",
    file: migration,
    find: "grant select, insert on audit to shop_admin;",
    replace: "grant select, insert, update on audit to shop_admin;",
    caughtBy,
  },
  {
    name: "people who look something up see the keys of webhooks",
    file: migration,
    find: "grant select (id, url, events, enabled, created_at, failing_since, disabled_at) on webhook_endpoint to shop_read;",
    replace: "grant select on webhook_endpoint to shop_read;",
    caughtBy,
  },
  {
    name: "an order may not take the stock of a variant",
    file: migration,
    find: "grant update (stock) on variant to shop_app;\n\n",
    replace: "",
    caughtBy: ["test/functions/shop/routes/order.test.ts"],
  },
  {
    name: "Api may use the master user's secret",
    file: "stacks/lambda.ts",
    find: "stage.oldReleaseUsesMaster ? [masterSecretArn] : []",
    replace: "stage.permanent ? [masterSecretArn] : []",
    caughtBy: ["test/infra/infra.test.ts"],
  },
  {
    name: "the shoppers' API runs as the merchant",
    file: "packages/functions/src/shop/app.ts",
    find: 'createApp("app")',
    replace: 'createApp("admin")',
    caughtBy: ["test/infra/infra.test.ts"],
  },
];
