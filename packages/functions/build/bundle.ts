import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { context } from "esbuild";
import { NATIVE_PACKAGES } from "./functions.ts";
import { unused } from "./unused.ts";

export interface BundleOptions {
  /** Puts the source map beside its bundle, which names it. Without it, the map goes to `maps/`, where Lambda does not read it. */
  linkedMaps?: boolean;
  /** Leaves names and lines as they are, for a debugger. */
  readable?: boolean;
  /** Leaves in what never runs in Lambda. */
  whole?: boolean;
}

/** Stands for the hash until it is known. It is as long, so the source map stays right. */
const NO_HASH = "00000000";

/**
 * Prepares one bundle. `outfile` is where it goes; `write` may put it into a folder beside that of all bundles. Stack traces call
 * it `<name>.<hash>.mjs`, so that each logged error says which source map reads it.
 */
export async function createBundle(entry: string, outfile: string, options: BundleOptions) {
  const name = path.basename(outfile, ".mjs");
  const sourceUrl = (hash: string) => `//# sourceURL=${name}.${hash}.mjs`;
  const compiler = await context({
    entryPoints: [entry],
    outfile,
    write: false,
    bundle: true,
    minify: !options.readable,
    sourcemap: "external",
    sourcesContent: false,
    platform: "node",
    target: "node20",
    format: "esm",
    mainFields: ["module", "main"],
    external: [...NATIVE_PACKAGES],
    plugins: options.whole ? [] : [unused],
    // What is still CommonJS inside the bundle asks for require, which an ES module does not have.
    banner: {
      js: 'import{createRequire as nodeRequire}from"node:module";const require=nodeRequire(import.meta.url);',
    },
    // A debugger finds the file by its path.
    footer: { js: options.readable ? "" : sourceUrl(NO_HASH) },
    logLevel: "warning",
  });

  /** Returns the path of the bundle. */
  const write = async (outdir: string): Promise<string> => {
    const { outputFiles } = await compiler.rebuild();
    const textOf = (end: string) => outputFiles.find((output) => output.path.endsWith(end))?.text ?? "";
    const code = textOf(".mjs");
    const hash = createHash("sha256").update(code).digest("hex").slice(0, NO_HASH.length);
    const file = path.join(outdir, name, `${name}.mjs`);
    const map = options.linkedMaps ? `${file}.map` : path.join(outdir, "maps", `${name}.${hash}.mjs.map`);
    const link = options.linkedMaps ? `//# sourceMappingURL=${path.basename(map)}\n` : "";
    await Promise.all([file, map].map((one) => mkdir(path.dirname(one), { recursive: true })));
    await writeFile(map, textOf(".mjs.map"));
    await writeFile(file, code.replace(sourceUrl(NO_HASH), sourceUrl(hash)) + link);
    return file;
  };
  return { write, close: () => compiler.dispose() };
}

/** Runs a bundle as a program. Throws with what it printed as an error. */
export async function runBundle(file: string, args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [file, ...args]);
}
