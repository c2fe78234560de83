import { createRequire } from "node:module";
import path from "node:path";
import { type Child, launch, node } from "../process/child.ts";
import type { Folder } from "../process/folder.ts";

export interface DataApi extends Child {
  url: string;
}

/** Starts the Data API: over the PostgreSQL at `databaseUrl`, or over PGlite in the folder. */
export async function startDataApi(folder: Folder, databaseUrl: string | undefined): Promise<DataApi> {
  const main = createRequire(import.meta.url).resolve("data-api-local");
  const store = databaseUrl ? ["--url", databaseUrl] : ["--dir", path.join(folder.path, "postgres")];
  const program = node(path.join(path.dirname(main), "cli.ts"), ["--port", "0", ...store]);
  const child = await launch({ ...program, name: "The Data API", ready: /ready on (http:\S+)/ });
  return { ...child, url: child.ready[1] ?? "" };
}
