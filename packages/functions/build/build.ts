import { statSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ASSETS_FILE, buildSite } from "@myclothes/storefront/build";
import { stop } from "esbuild";
import { type BundleOptions, createBundles, runBundle } from "./bundle.ts";
import { type Api, bundleOf, type FileName, type FunctionName, functions, type Job } from "./functions.ts";
import { linkPackage } from "./native.ts";

export { createBundles } from "./bundle.ts";
export type { FunctionName } from "./functions.ts";

/** The functions that have a bundle of their own. */
const names = (Object.keys(functions) as FunctionName[]).filter((name) => bundleOf(name) === name);

export interface Builder {
  /** The functions that are built together with this one. */
  groupOf(name: FunctionName): FunctionName[];
  /**
   * Builds a group, with the files that its functions read beside them. Returns their paths. Prints errors before it throws one.
   */
  build(group: FunctionName[], folder?: string): Promise<Partial<Record<FunctionName, string>>>;
  /** Writes the description of each API beside its function. */
  describe(folder?: string): Promise<void>;
  close(): Promise<void>;
}

interface BuilderOptions extends BundleOptions {
  /** Builds the APIs apart from the other functions. The first build takes longer, but the APIs never wait for the others. */
  apart?: boolean;
}

/**
 * Prepares to build the functions again and again; each time only changed sources are compiled. They go to `outdir`, or to a
 * folder beside it.
 */
export async function createBuilder(outdir: string, options: BuilderOptions = {}): Promise<Builder> {
  const { apart = false, ...settings } = options;
  const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  const isApi = (name: FunctionName) => "path" in functions[name];
  const groups = apart ? [names.filter(isApi), names.filter((name) => !isApi(name))] : [names];
  const created = groups.map((group) => {
    const entries = group.map((name) => [name, here(`../src/${functions[name].source}.ts`)]);
    return createBundles<FunctionName>(Object.fromEntries(entries), outdir, settings);
  });
  const bundles = await Promise.all(created);
  // It runs here only, and needs the texts that the functions go without.
  const documents = await createBundles({ documents: here("documents.ts") }, outdir, {
    whole: true,
    readable: true,
    linkedMaps: true,
  });

  const groupOf = (name: FunctionName) => groups.find((group) => group.includes(name)) ?? [];
  const build = async (group: FunctionName[], folder = outdir) => {
    await Promise.all(group.map((name) => copyFiles(name, folder)));
    return (await bundles[groups.indexOf(group)]?.write(folder)) ?? {};
  };
  const describe = async (folder = outdir) => {
    await runBundle((await documents.write(folder)).documents, [folder]);
  };
  const close = async () => {
    await Promise.all([documents, ...bundles].map((one) => one.close()));
    // esbuild's helper process is as large as an instance.
    await stop();
  };
  return { groupOf, build, describe, close };
}

/** Copies what a function reads into its folder in `outdir`, and makes its native packages available there. */
async function copyFiles(name: FunctionName, outdir: string): Promise<void> {
  const folder = join(outdir, name);
  await mkdir(folder, { recursive: true });
  for (const file of functions[name].files as readonly FileName[]) {
    const original = file === ASSETS_FILE ? await assetsIn(outdir) : originals[file];
    if (original) await cp(original, join(folder, file), { recursive: true });
  }
  const { packages = [] }: Job | Api = functions[name];
  for (const one of packages) await linkPackage(one, folder);
}

/** The folder, beside those of the functions, of the files that the pages load. A bucket holds them on AWS. */
export const SITE = "site";

/** Builds the files that the pages load. Returns the path of their list. */
async function assetsIn(outdir: string): Promise<string> {
  await buildSite(join(outdir, SITE));
  return join(outdir, SITE, ASSETS_FILE);
}

/**
 * Makes in `outdir` the functions as they are in Lambda, each in a folder of its own: `api/api.mjs` is the whole function with
 * the SDK, and beside it are the files that it reads. Returns the path of each bundle.
 */
export async function build(outdir: string, options?: BundleOptions): Promise<Record<FunctionName, string>> {
  const builder = await createBuilder(outdir, options);
  try {
    for (const name of [...names, SITE]) await rm(join(outdir, name), { recursive: true, force: true });
    const [files] = await Promise.all([builder.build(builder.groupOf("api")), builder.describe()]);
    return files as Record<FunctionName, string>;
  } finally {
    await builder.close();
  }
}

/** A file's size in KB: 1,024 bytes each, as AWS's limits and our own limit are counted. */
export const kilobytes = (file: string): number => statSync(file).size / 1024;

/** The files that are copied. `documents.ts` and the build of the site write the others. */
const originals: Partial<Record<FileName, string>> = {
  "common-passwords.txt": fileURLToPath(import.meta.resolve("@myclothes/core/common-passwords")),
  migrations: fileURLToPath(new URL("../../core/migrations", import.meta.url)),
};
