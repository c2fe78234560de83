import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Extensions } from "@electric-sql/pglite";

// It is loaded with PostgreSQL itself, and leaves a setting in the folder without which PGlite no longer opens it.
const LEFT_OUT = "pg_stat_statements.js";

/** The extensions that PGlite ships. A database can then create any of them, and open with those that it has. */
export async function loadExtensions(): Promise<Extensions> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("@electric-sql/pglite"))), "contrib");
  const names = readdirSync(folder).filter((name) => name.endsWith(".js") && name !== LEFT_OUT);
  const modules = await Promise.all(
    names.map((name) => import(`@electric-sql/pglite/contrib/${name.slice(0, -".js".length)}`)),
  );
  return Object.assign({}, ...modules);
}
