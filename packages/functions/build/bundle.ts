import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { context } from "esbuild";
import { NATIVE_PACKAGES } from "./functions.ts";
import { unused } from "./unused.ts";

export interface BundleOptions {
  /**
   * Puts the source map beside its bundle, which names it. Without it, the map goes to `maps/`, where Lambda does not read it.
   */
  linkedMaps?: boolean;
  /** Leaves names and lines as they are, for a debugger. */
  readable?: boolean;
  /** Leaves in what never runs in Lambda. */
  whole?: boolean;
}

/** Characters of a bundle's hash in its name. */
const HASH_LENGTH = 8;

/**
 * Prepares bundles from `entries`: their names and sources. A source that several bundles contain is read and parsed once.
 * `outdir` is where they go; `write` may put them into a folder beside it. Stack traces call a bundle `<name>.<hash>.mjs`, so
 * that each logged error says which source map reads it.
 */
export async function createBundles<N extends string>(
  entries: Record<N, string>,
  outdir: string,
  options: BundleOptions,
) {
  const names = Object.keys(entries) as N[];
  const compiler = await context({
    entryPoints: names.map((name) => ({ in: entries[name], out: `${name}/${name}` })),
    outdir,
    outExtension: { ".js": ".mjs" },
    write: false,
    bundle: true,
    minify: !options.readable,
    sourcemap: "external",
    sourcesContent: false,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    // Our client is taken from its sources, without a build.
    conditions: ["source", "module"],
    external: [...NATIVE_PACKAGES],
    plugins: options.whole ? [] : [unused],
    // What is still CommonJS inside the bundle asks for require, which an ES module does not have.
    banner: {
      js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);',
    },
    logLevel: "warning",
  });

  /** Returns the path of each bundle. */
  const write = async (folder = outdir): Promise<Record<N, string>> => {
    const { outputFiles } = await compiler.rebuild();
    const textOf = (file: string) =>
      outputFiles.find((output) => output.path === path.resolve(outdir, file))?.text ?? "";
    const writeOne = async (name: N) => {
      const code = textOf(`${name}/${name}.mjs`);
      const hash = createHash("sha256").update(code).digest("hex").slice(0, HASH_LENGTH);
      const file = path.join(folder, name, `${name}.mjs`);
      const map = options.linkedMaps ? `${file}.map` : path.join(folder, "maps", `${name}.${hash}.mjs.map`);
      // A debugger finds the file by its path.
      const url = options.readable ? "" : `//# sourceURL=${name}.${hash}.mjs\n`;
      const link = options.linkedMaps ? `//# sourceMappingURL=${path.basename(map)}\n` : "";
      await Promise.all([file, map].map((one) => mkdir(path.dirname(one), { recursive: true })));
      await writeFile(map, textOf(`${name}/${name}.mjs.map`));
      await writeFile(file, code + url + link);
      return [name, file];
    };
    return Object.fromEntries(await Promise.all(names.map(writeOne)));
  };
  return { write, close: () => compiler.dispose() };
}

/** Runs a bundle as a program. Throws with what it printed as an error. */
export async function runBundle(file: string, args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [file, ...args]);
}
