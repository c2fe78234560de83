import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { allowMigrations, lambda } from "./lambda.ts";
import { logins } from "./roles.ts";
import { cluster, database, instances } from "./storage.ts";

const folder = path.join($cli.paths.root, "packages/core/migrations");

/** Changes when a migration is added. */
const digest = createHash("sha256");
for (const file of readdirSync(folder).sort()) digest.update(readFileSync(path.join(folder, file)));

/**
 * Runs the migrations during the deploy, and sets the roles' passwords. If that fails, the deploy ends before new code serves a
 * shopper. Live mode runs none: use `npm run migrate`.
 */
export const migrated = $dev
  ? []
  : [
      new aws.lambda.Invocation(
        "Migration",
        {
          functionName: lambda("Migrate", {
            memory: "512 MB",
            timeout: "300 seconds",
            link: [database],
            permissions: allowMigrations(),
          }).name,
          // A new cluster is empty, so the migrations run again. New passwords have to be set.
          input: $jsonStringify({
            migrations: digest.digest("hex"),
            cluster: cluster.clusterResourceId,
            logins: Object.values(logins).map(({ id }) => id),
          }),
        },
        { dependsOn: [...instances, ...Object.values(logins)] },
      ),
    ];
