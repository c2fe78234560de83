import { statSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stop } from "esbuild";
import { type BundleOptions, createBundles, runBundle } from "./bundle.ts";
import { type Api, type FileName, type FunctionName, functions, type Job } from "./functions.ts";
import { linkPackage } from "./native.ts";

export { createBundles } from "./bundle.ts";
export type { FunctionName } from "./functions.ts";

const names = Object.keys(functions) as FunctionName[];

export interface Builder {
  /** Builds all functions, with the files that they read beside them. Returns their paths. Prints errors before it throws one. */
  build(folder?: string): Promise<Record<FunctionName, string>>;
  /** Writes the description of each API beside its function. */
  describe(folder?: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Prepares to build the functions again and again; each time only changed sources are compiled. They go to `outdir`, or to a folder
 * beside it.
 */
export async function createBuilder(outdir: string, options: BundleOptions = {}): Promise<Builder> {
  const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const entries = names.map((name) => [name, here(`../src/${functions[name].source}.ts`)]);
  const bundles = await createBundles<FunctionName>(Object.fromEntries(entries), outdir, options);
  // It runs here only, and needs the texts that the functions go without.
  const documents = await createBundles({ documents: here("documents.ts") }, outdir, {
    whole: true,
    readable: true,
    linkedMaps: true,
  });

  const build = async (folder = outdir) => {
    await Promise.all(names.map((name) => copyFiles(name, join(folder, name))));
    return bundles.write(folder);
  };
  const describe = async (folder = outdir) => {
    await runBundle((await documents.write(folder)).documents, [folder]);
  };
  const close = async () => {
    await Promise.all([documents.close(), bundles.close()]);
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
    const [files] = await Promise.all([builder.build(), builder.describe()]);
    return files;
  } finally {
    await builder.close();
  }
}

/** A file's size in KB: 1,024 bytes each, as AWS's limits and our own limit are counted. */
export const kilobytes = (file: string): number => statSync(file).size / 1024;

/** The files that are copied. `documents.ts` writes the others. */
const originals: Partial<Record<FileName, string>> = {
  "common-passwords.txt": fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords")),
  migrations: fileURLToPath(new URL("../../core/migrations", import.meta.url)),
};
