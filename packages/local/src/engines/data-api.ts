import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type Child, launch, node } from "../process/child.ts";
import type { Folder } from "../process/folder.ts";
import { adviseOnDamage } from "./advice.ts";
import { roleArguments } from "./env.ts";
import { checkStored } from "./stored.ts";
import { templatePath } from "./template.ts";

export interface DataApi extends Child {
  url: string;
  /** The files of its database, when it is a new one in the folder. */
  newDatabase?: string;
}

/** Starts the Data API: over the PostgreSQL at `databaseUrl`, or over PGlite in the folder. */
export async function startDataApi(folder: Folder, databaseUrl: string | undefined): Promise<DataApi> {
  if (databaseUrl) return start(["--url-env", "DATABASE_URL"], { DATABASE_URL: databaseUrl });
  const dir = path.join(folder.path, "postgres");
  if (folder.isPersistent) checkStored(folder.path, "postgres");
  const database = path.join(dir, "data");
  const isNew = !existsSync(database);
  const api = await adviseOnDamage(folder.isPersistent ? dir : undefined, () =>
    start(["--dir", dir, "--template", templatePath()]),
  );
  return { ...api, ...(isNew && { newDatabase: database }) };
}

async function start(store: string[], env: NodeJS.ProcessEnv = {}): Promise<DataApi> {
  const main = createRequire(import.meta.url).resolve("rds-data-local");
  const program = node(path.join(path.dirname(main), "cli.ts"), ["--port", "0", ...roleArguments, ...store]);
  const child = await launch({
    ...program,
    name: "The Data API",
    ready: /ready on (http:\S+)/,
    env: { ...process.env, ...env },
  });
  return { ...child, url: child.ready[1] ?? "" };
}
