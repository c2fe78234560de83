import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Extensions } from "@electric-sql/pglite";

/** Every extension that PGlite ships. A database can then create any of them, and open with those that it has. */
export async function loadExtensions(): Promise<Extensions> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve("@electric-sql/pglite"))), "contrib");
  const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const modules = await Promise.all(
    names.map((name) => import(`@electric-sql/pglite/contrib/${name.slice(0, -".js".length)}`)),
  );
  return Object.assign({}, ...modules);
}
