import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface Program {
  /** A JavaScript file, so that a new process starts quickly. */
  file: string;
  remove(): void;
}

const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

/** Bundles a program, the miniature shop unless given, into a temporary folder. Programs that it starts follow. */
export async function buildProgram(source = "shop/instance.ts", ...others: string[]): Promise<Program> {
  const dir = mkdtempSync(path.join(tmpdir(), "lab-"));
  await build({
    entryPoints: [source, ...others].map((one) => fileURLToPath(new URL(`../${one}`, import.meta.url))),
    outdir: dir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["source"],
    external: ["pg-native"],
    banner: { js: REQUIRE },
    logLevel: "error",
  });
  return {
    file: path.join(dir, `${path.basename(source, ".ts")}.mjs`),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
