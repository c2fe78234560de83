import { existsSync } from "node:fs";
import { mkdir, readdir, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { type BuildFailure, type BuildOptions, build as bundle, formatMessages } from "esbuild";
import type { Build } from "./graph.ts";

/** What SST's Function component asks SST's command to build. */
export interface BuildRequest {
  functionID: string;
  handler: string;
  /** The folder of code that is already built. */
  bundle?: string;
  links?: Record<string, unknown>;
  copyFiles?: { from: string; to?: string }[];
  properties?: {
    format?: "esm" | "cjs";
    minify?: boolean;
    banner?: string;
    sourcemap?: boolean;
    splitting?: boolean;
    loader?: BuildOptions["loader"];
    install?: Record<string, string>;
    esbuild?: BuildOptions;
  };
}

interface Built {
  handler: string;
  out: string;
  build: Build;
}

const SOURCES = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/** The file of a function's handler. Throws if there is none. */
export async function handlerOf(request: BuildRequest, root: string): Promise<string> {
  const { functionID, handler, bundle: folder } = request;
  const stem = resolve(root, folder ?? ".", handler.slice(0, -extname(handler).length));
  const file = SOURCES.map((extension) => stem + extension).find(existsSync);
  if (file) return file;
  const where = folder ? ` in the folder ${folder}. Is it built?` : "";
  throw new Error(`The function "${functionID}" has no code: there is no ${handler}${where || "."}`);
}

/** Builds a function's code as SST does, into a folder of its own. `bytes` does not include packages that npm installs. */
export async function buildFunction(request: BuildRequest, root: string, work: string): Promise<Built> {
  const { functionID: name, handler, bundle: folder, copyFiles = [] } = request;
  const file = await handlerOf(request, root);
  const out = folder ? resolve(root, folder) : join(work, "functions", name);
  // A Lambda handler contains one dot, between the file and its export.
  const stem = basename(file, extname(file)).replaceAll(".", "-");
  if (!folder) {
    await mkdir(out, { recursive: true });
    await bundleHandler(request, file, out, stem);
  }
  const copied = await Promise.all(copyFiles.map(({ from }) => size(resolve(root, from))));
  return {
    handler: folder ? handler : stem + extname(handler),
    out,
    build: {
      name,
      handler,
      bytes: copied.reduce((sum, bytes) => sum + bytes, await size(out)),
      links: Object.keys(request.links ?? {}),
    },
  };
}

async function bundleHandler(request: BuildRequest, file: string, out: string, stem: string): Promise<void> {
  const { functionID, properties = {} } = request;
  const esm = properties.format !== "cjs";
  const options: BuildOptions = {
    entryPoints: { [stem]: file },
    outdir: out,
    outExtension: { ".js": esm ? ".mjs" : ".cjs" },
    bundle: true,
    platform: "node",
    format: esm ? "esm" : "cjs",
    target: "esnext",
    mainFields: esm ? ["module", "main"] : ["main"],
    keepNames: true,
    minify: properties.minify ?? true,
    splitting: properties.splitting ?? false,
    sourcemap: properties.sourcemap ?? false,
    loader: properties.loader ?? {},
    banner: { js: (esm ? REQUIRE : "") + (properties.banner ?? "") },
    logLevel: "silent",
    ...properties.esbuild,
    external: [
      "sharp",
      "pg-native",
      ...Object.keys(properties.install ?? {}),
      ...(properties.esbuild?.external ?? []),
    ],
  };
  await bundle(options).catch(async (failure: BuildFailure) => {
    const lines = await formatMessages(failure.errors, { kind: "error" });
    throw new Error(`The function "${functionID}" does not build:\n${lines.join("").trim()}`);
  });
}

const REQUIRE = `import { createRequire as topLevelCreateRequire } from 'module';
const require = topLevelCreateRequire(import.meta.url);
import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"
const __filename = topLevelFileUrlToPath(import.meta.url)
const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))
`;

/** The size in bytes of a file, or of all files in a folder. */
async function size(path: string): Promise<number> {
  const entry = await stat(path);
  if (!entry.isDirectory()) return entry.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => size(join(path, name))));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
