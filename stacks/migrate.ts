import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { lambda, sql } from "./lambda.ts";
import { cluster, database, instances } from "./storage.ts";

const folder = path.join($cli.paths.root, "packages/core/migrations");

/** The same as long as no migration is added. */
const seen = createHash("sha256");
for (const file of readdirSync(folder).sort()) seen.update(readFileSync(path.join(folder, file)));

/** The deploy ends where a migration fails, before any new code serves a shopper. In live mode: `npm run migrate`. */
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
            may: sql(true),
          }).name,
          // A cluster that takes another's place is empty.
          input: $jsonStringify({ migrations: seen.digest("hex"), cluster: cluster.clusterResourceId }),
        },
        { dependsOn: instances },
      ),
    ];
