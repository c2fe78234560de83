import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { assetsOf } from "./assets.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MANIFEST = "manifest.json";

/**
 * Runs Vite as a process of its own, because it changes its environment and keeps much memory. Writes `file` with the assets
 * that its manifest names.
 */
export async function runVite(outdir: string, file: string): Promise<void> {
  const vite = path.join(
    path.dirname(createRequire(import.meta.url).resolve("vite/package.json")),
    "bin/vite.js",
  );
  const args = [vite, "build", "--outDir", outdir, "--emptyOutDir", "--logLevel", "error"];
  // Vite would build for development if a test runner says so.
  const env = { ...process.env, NODE_ENV: "production" };
  try {
    await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`The pages could not be built: ${`${stderr}${stdout}`.trim() || message}`);
  }
  const manifest = path.join(outdir, MANIFEST);
  const assets = assetsOf(JSON.parse(await readFile(manifest, "utf8")));
  await writeFile(path.join(outdir, file), JSON.stringify(assets));
  await rm(manifest);
}
