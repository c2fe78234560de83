import { createRequire } from "node:module";
import path from "node:path";
import { type Child, launch, node } from "../child.ts";

export interface DataApi extends Child {
  url: string;
}

/** Starts the Data API: over the PostgreSQL at `databaseUrl`, or over PGlite in `dir`. */
export async function startDataApi(dir: string, databaseUrl: string | undefined): Promise<DataApi> {
  const main = createRequire(import.meta.url).resolve("data-api-local");
  const store = databaseUrl ? ["--url", databaseUrl] : ["--dir", path.join(dir, "postgres")];
  const program = node(path.join(path.dirname(main), "cli.ts"), ["--port", "0", ...store]);
  const child = await launch("The Data API", program, /ready on (http:\S+)/);
  return { ...child, url: child.ready[1] ?? "" };
}
