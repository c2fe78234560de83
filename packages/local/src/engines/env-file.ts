import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Folder } from "../process/folder.ts";
import type { Env } from "./env.ts";

/** The environment that reaches running engines, as lines for a shell. */
export const exportLines = (env: Env): string =>
  Object.entries(env)
    .map(([name, value]) => `export ${name}=${quote(value)}\n`)
    .join("");

/** Writes the environment to `env` in the data folder, for other commands. Returns a function that deletes it. */
export function writeEnvFile(folder: Folder, env: Env): () => void {
  const file = path.join(folder.path, "env");
  writeFileSync(file, exportLines(env), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** The value in single quotes, as a shell reads it. */
const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;
