import { copyFile, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { apis, bundleOf, DOCUMENTS, type FunctionName, isDescribed } from "@myclothes/functions/functions";
import { UserError } from "../process/report.ts";

/** One build of the functions, in a folder of its own, so that the build that runs stays as it is. */
export interface Version {
  folder: string;
  /** The path of a function's bundle. The first call builds it, together with others. Throws a UserError. */
  bundle(name: FunctionName): Promise<string>;
  /** Describes the APIs again. Until then, the version has the descriptions of the one before. */
  describe(): Promise<void>;
  edgeRules(): Promise<typeof import("@myclothes/functions/edge-rules")>;
}

export interface Versions {
  /** The sources as they are now. Only those that have changed since `before` are compiled again. */
  next(before?: Version): Promise<Version>;
  /** May be called more than once. */
  close(): Promise<void>;
}

/**
 * Prepares to build the functions in folders under `dir`. Their stack traces name the sources. `readable` bundles are for a
 * debugger; the others are those of Lambda.
 */
export async function createVersions(dir: string, { readable }: { readable: boolean }): Promise<Versions> {
  const { createBuilder, createBundles } = await import("@myclothes/functions/build");
  await rm(dir, { recursive: true, force: true });
  const options = { linkedMaps: true, readable };
  const first = path.join(dir, "1");
  const builder = await createBuilder(first, { ...options, apart: readable });
  const rulesSource = fileURLToPath(import.meta.resolve("@myclothes/functions/edge-rules"));
  const rules = await createBundles({ "edge-rules": rulesSource }, first, { ...options, whole: true });

  let number = 0;
  const next = async (before?: Version): Promise<Version> => {
    const folder = path.join(dir, String(++number));
    if (before) await copyDescriptions(before.folder, folder);
    const built = new Map<FunctionName[], Promise<Partial<Record<FunctionName, string>>>>();
    return {
      folder,
      bundle: async (of) => {
        const name = bundleOf(of);
        const group = builder.groupOf(name);
        const bundles = built.get(group) ?? explained(builder.build(group, folder));
        built.set(group, bundles);
        return (await bundles)[name] ?? "";
      },
      describe: () => explained(builder.describe(folder)),
      // Each version has a path of its own, so Node loads it again.
      edgeRules: async () => import(pathToFileURL((await explained(rules.write(folder)))["edge-rules"]).href),
    };
  };
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= rules.close().then(builder.close);
    return closing;
  };
  return { next, close };
}

async function copyDescriptions(from: string, to: string): Promise<void> {
  for (const { name } of apis.filter(isDescribed)) {
    await mkdir(path.join(to, name), { recursive: true });
    for (const file of DOCUMENTS) await copyFile(path.join(from, name, file), path.join(to, name, file));
  }
}

async function explained<T>(build: Promise<T>): Promise<T> {
  try {
    return await build;
  } catch (error) {
    throw new UserError(`The functions could not be built: ${(error as Error).message}`);
  }
}
