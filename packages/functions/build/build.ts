import { statSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { MIGRATIONS as migrations } from "@myclothes/core/migrate";
import { stop } from "esbuild";
import { type BundleOptions, createBundle, runBundle } from "./bundle.ts";
import { type Api, type FileName, type FunctionName, functions, type Job } from "./functions.ts";
import { linkPackage } from "./native.ts";

export { createBundle } from "./bundle.ts";
export type { FunctionName } from "./functions.ts";

const names = Object.keys(functions) as FunctionName[];

export interface Builder {
  /** Builds a function, with the files that it reads beside it. Returns its path. Prints errors before it throws one. */
  build(name: FunctionName, folder?: string): Promise<string>;
  /** Writes the description of each API beside its function. */
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
  const created = names.map(
    async (name) => [name, await create(name, `../src/${functions[name].source}.ts`, options)] as const,
  );
  const bundles = Object.fromEntries(await Promise.all(created)) as Record<FunctionName, Bundle>;
  // It runs here only, and needs the texts that the functions go without.
  const documents = await create("documents", "documents.ts", { whole: true, linkedMaps: true });

  const build = async (name: FunctionName, folder = outdir) => {
    await copyFiles(name, join(folder, name));
    return bundles[name].write(folder);
  };
  const describe = async (folder = outdir) => {
    await runBundle(await documents.write(folder), [folder]);
  };
  const close = async () => {
    await Promise.all([documents, ...Object.values(bundles)].map((bundle) => bundle.close()));
    // esbuild's helper process is as large as an instance.
    await stop();
  };
  return { build, describe, close };
}

/** Copies what a function reads into its folder, and makes its native packages available there. */
async function copyFiles(name: FunctionName, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of functions[name].files as readonly FileName[]) {
    const original = originals[file];
    if (original) await cp(original, join(folder, file), { recursive: true });
  }
  const { packages = [] }: Job | Api = functions[name];
  for (const one of packages) await linkPackage(one, folder);
}

/**
 * Makes in `outdir` the functions as they are in Lambda, each in a folder of its own: `api/api.mjs` is the whole function with the
 * SDK, and beside it are the files that it reads. Returns the path of each bundle.
 */
export async function build(outdir: string, options?: BundleOptions): Promise<Record<FunctionName, string>> {
  const builder = await createBuilder(outdir, options);
  try {
    for (const name of names) await rm(join(outdir, name), { recursive: true, force: true });
    const [files] = await Promise.all([
      Promise.all(names.map(async (name) => [name, await builder.build(name)] as const)),
      builder.describe(),
    ]);
    return Object.fromEntries(files) as Record<FunctionName, string>;
  } finally {
    await builder.close();
  }
}

/** A file's size in KB: 1,024 bytes each, as AWS's limits and our own limit are counted. */
export const kilobytes = (file: string): number => statSync(file).size / 1024;

/** The files that are copied. `documents.ts` writes the others. */
const originals: Partial<Record<FileName, string>> = {
  "common-passwords.txt": fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords")),
  migrations: fileURLToPath(migrations),
};

type Bundle = Awaited<ReturnType<typeof createBundle>>;
