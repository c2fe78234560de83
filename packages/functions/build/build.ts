import { statSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle, stop } from "esbuild";
import { files } from "./files.ts";
import { type FunctionName, functions } from "./functions.ts";
import { unused } from "./unused.ts";

const names = Object.keys(functions) as FunctionName[];

/**
 * Builds in `outdir` the functions as they run in Lambda, each in its own folder: `api/api.mjs` is the bundle, which contains
 * the SDK, and beside it are the files that it reads. Returns the path of each bundle.
 */
export async function build(outdir: string): Promise<Record<FunctionName, string>> {
  const built = await Promise.all(names.map((name) => buildFunction(name, path.join(outdir, name))));
  // esbuild's helper process uses as much memory as an instance, and is no longer needed.
  await stop();
  return Object.fromEntries(built) as Record<FunctionName, string>;
}

async function buildFunction(name: FunctionName, folder: string): Promise<[FunctionName, string]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { source, files: read } = functions[name];
  const outfile = path.join(folder, `${name}.mjs`);
  await Promise.all([
    bundleModule(source, outfile),
    ...read.map((file) => files[file](path.join(folder, file), source)),
  ]);
  return [name, outfile];
}

/** A file's size in KB of 1,024 bytes, as AWS counts its limits. */
export const kilobytes = (file: string): number => statSync(file).size / 1024;

const bundleModule = (source: string, outfile: string): Promise<unknown> =>
  bundle({
    entryPoints: [fileURLToPath(new URL(`../src/${source}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    plugins: [unused],
    // CommonJS modules in the bundle need `require`, which ES modules do not have.
    banner: {
      js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
