import { statSync } from "node:fs";
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS as migrations } from "@myclothes/core/migrate";
import { build as bundle, stop } from "esbuild";
import { app } from "../src/shop/app.ts";
import { openapi } from "./openapi.ts";
import { page } from "./page.ts";
import { unused } from "./unused.ts";

/** The Lambda functions, each with its file in `src`, which exports `handler`. */
export const functions = { api: "shop/api", migrate: "jobs/migrate", sweep: "jobs/sweep" } as const;
const names = Object.keys(functions) as FunctionName[];
type FunctionName = keyof typeof functions;

/**
 * Makes in `outdir` the functions as they are in Lambda, each in a folder of its own: `api/api.mjs` is the whole of it with the
 * SDK, and beside it are the files that it reads. Returns the path of each.
 */
export async function build(outdir: string): Promise<Record<FunctionName, string>> {
  const [api, migrate] = [join(outdir, "api"), join(outdir, "migrate")];
  for (const name of names) await rm(join(outdir, name), { recursive: true, force: true });
  await mkdir(join(migrate, "migrations"), { recursive: true });
  await mkdir(api, { recursive: true });
  const document = openapi(app);
  await Promise.all([
    writeFile(join(api, "openapi.json"), JSON.stringify(document)),
    writeFile(join(api, "docs.html"), page(document)),
    copyFile(PASSWORDS, join(api, "common-passwords.txt")),
    ...(await readdir(MIGRATIONS)).map((file) =>
      copyFile(join(MIGRATIONS, file), join(migrate, "migrations", file)),
    ),
    ...names.map((name) => make(functions[name], fileOf(outdir, name))),
  ]);
  // Its helper process is as large as an instance, and its work is done.
  await stop();
  return { api: fileOf(outdir, "api"), migrate: fileOf(outdir, "migrate"), sweep: fileOf(outdir, "sweep") };
}

const fileOf = (outdir: string, name: string): string => join(outdir, name, `${name}.mjs`);

/** A file's size in KB: 1,024 bytes each, as AWS's limits and our own limit are counted. */
export const kilobytes = (file: string): number => statSync(file).size / 1024;

const PASSWORDS = fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords"));
const MIGRATIONS = fileURLToPath(migrations);

const make = (file: string, outfile: string): Promise<unknown> =>
  bundle({
    entryPoints: [fileURLToPath(new URL(`../src/${file}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    plugins: [unused],
    // What is still CommonJS inside the bundle asks for require, which an ES module does not have.
    banner: {
      js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
