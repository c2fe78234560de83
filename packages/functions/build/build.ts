import { statSync } from "node:fs";
import { copyFile, cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS as migrations } from "@myclothes/core/migrate";
import { stop } from "esbuild";
import { type BundleOptions, createBundle, runBundle } from "./bundle.ts";

export { createBundle } from "./bundle.ts";

/** The Lambda functions, each with its file in `src`, which exports `handler`. */
export const functions = { api: "shop/api", migrate: "jobs/migrate", sweep: "jobs/sweep" } as const;
export type FunctionName = keyof typeof functions;
const names = Object.keys(functions) as FunctionName[];

export interface Builder {
  /** Builds a function, with the files that it reads beside it. Returns its path. Prints errors before it throws one. */
  build(name: FunctionName, folder?: string): Promise<string>;
  /** Describes the API, for machines and to read, beside the Api function. */
  describe(folder?: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Prepares to build the functions again and again; each time only changed sources are compiled. They go to `outdir`, or to a folder
 * beside it.
 */
export async function createBuilder(outdir: string, options: BundleOptions = {}): Promise<Builder> {
  const create = (name: string, file: string, settings: BundleOptions) =>
    createBundle(fileURLToPath(new URL(file, import.meta.url)), join(outdir, name, `${name}.mjs`), settings);
  const bundles = {
    api: await create("api", "../src/shop/api.ts", options),
    migrate: await create("migrate", "../src/jobs/migrate.ts", options),
    sweep: await create("sweep", "../src/jobs/sweep.ts", options),
  } satisfies Record<FunctionName, unknown>;
  // It runs here only, and needs the texts that the functions go without.
  const documents = await create("documents", "documents.ts", { whole: true, linkedMaps: true });

  const build = async (name: FunctionName, folder = outdir) => {
    await copyFiles(name, join(folder, name));
    return bundles[name].write(folder);
  };
  const describe = async (folder = outdir) => {
    await mkdir(join(folder, "api"), { recursive: true });
    await runBundle(await documents.write(folder), [join(folder, "api")]);
  };
  const close = async () => {
    await Promise.all([documents, ...Object.values(bundles)].map((bundle) => bundle.close()));
    // esbuild's helper process is as large as an instance.
    await stop();
  };
  return { build, describe, close };
}

/** Copies what a function reads into its folder. */
async function copyFiles(name: FunctionName, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (name === "api") await copyFile(PASSWORDS, join(folder, "common-passwords.txt"));
  if (name === "migrate") await cp(MIGRATIONS, join(folder, "migrations"), { recursive: true });
}

/**
 * Makes in `outdir` the functions as they are in Lambda, each in a folder of its own: `api/api.mjs` is the whole function with the
 * SDK, and beside it are the files that it reads. Returns the path of each bundle.
 */
export async function build(outdir: string, options?: BundleOptions): Promise<Record<FunctionName, string>> {
  const builder = await createBuilder(outdir, options);
  try {
    for (const name of names) await rm(join(outdir, name), { recursive: true, force: true });
    const [api, migrate, sweep] = await Promise.all([
      builder.build("api"),
      builder.build("migrate"),
      builder.build("sweep"),
      builder.describe(),
    ]);
    return { api, migrate, sweep };
  } finally {
    await builder.close();
  }
}

/** A file's size in KB: 1,024 bytes each, as AWS's limits and our own limit are counted. */
export const kilobytes = (file: string): number => statSync(file).size / 1024;

const PASSWORDS = fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords"));
const MIGRATIONS = fileURLToPath(migrations);
