import { createRequire } from "node:module";
import path from "node:path";
import { type Child, launch, node } from "@myclothes/local/child";

/** Starts a local Data API over the store that the flags name. */
export async function startDataApi(
  flags: string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Child & { url: string }> {
  const main = createRequire(import.meta.url).resolve("rds-data-local");
  const child = await launch({
    ...node(path.join(path.dirname(main), "cli.ts"), ["--port", "0", ...flags]),
    name: "The Data API",
    ready: /ready on (http:\S+)/,
    env: { ...process.env, ...env },
  });
  return { ...child, url: child.ready[1] ?? "" };
}
