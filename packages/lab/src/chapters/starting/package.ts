import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Plugin } from "esbuild";

const execute = promisify(execFile);
/** The function that answers shoppers. */
export const API = fileURLToPath(new URL("../../../../functions/src/shop/api.ts", import.meta.url));

/**
 * Writes the shop's Api into the folder as a server would have it: its own code, and imports of its packages, which are installed
 * beside it. `lambda` is the folder of the same Api as one bundle. Returns the names of the packages.
 */
export async function writeServer(folder: string, lambda: string): Promise<string[]> {
  const packages = new Set<string>();
  const outside: Plugin = {
    name: "packages outside",
    setup: ({ onResolve }) => {
      onResolve({ filter: /^[a-z@]/ }, ({ path: name }) => {
        // The package of SST's command is large. Its one file that the shop uses is bundled.
        if (/^(@myclothes|sst)\//.test(name) || isBuiltin(name)) return undefined;
        packages.add(/^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
        return { path: name, external: true };
      });
    },
  };
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [API],
    outfile: path.join(folder, "api.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["source"],
    plugins: [outside],
    logLevel: "error",
  });
  for (const name of readdirSync(lambda).filter((file) => file !== "api.mjs"))
    cpSync(path.join(lambda, name), path.join(folder, name), { recursive: true });
  return [...packages];
}

/** Packs a folder into one archive, as an image is stored. `without`: a package that is forgotten. */
export async function pack(folder: string, file: string, without?: string): Promise<void> {
  const exclude = without ? [`--exclude=./node_modules/${without}`] : [];
  await execute("tar", ["-czf", file, ...exclude, "-C", folder, "."]);
}

export async function unpack(file: string, folder: string): Promise<void> {
  await execute("tar", ["-xzf", file, "-C", folder]);
}
