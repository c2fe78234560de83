import { cp, mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Assets } from "../src/render.types.ts";
import { readAssets } from "./assets.ts";
import { fingerprint } from "./fingerprint.ts";
import { removeOldBuilds } from "./old.ts";
import { runVite } from "./vite.ts";

export const ASSETS_FILE = "assets.json";
/** The folder of the hashed files, which is also the beginning of their addresses. */
export const ASSETS_FOLDER = "assets";

/** Builds are kept here by the fingerprint of their sources. Git ignores it. */
const CACHE = fileURLToPath(new URL("../dist", import.meta.url));

export interface Site {
  assets: Assets;
  /** Whether the sources had changed since every kept build. */
  isNew: boolean;
  ms: number;
}

/**
 * Builds the scripts, styles and fonts of the pages into `outdir/assets`, and writes `outdir/assets.json`, which names those
 * that a document loads. Files that are there already stay, for pages that are open. A build of the same sources is only
 * copied. Throws with what Vite printed.
 */
export async function buildSite(outdir: string): Promise<Site> {
  const started = performance.now();
  const kept = path.join(CACHE, await fingerprint());
  const isNew = !(await exists(kept));
  if (isNew) await buildInto(kept);
  await mkdir(outdir, { recursive: true });
  await cp(path.join(kept, ASSETS_FOLDER), path.join(outdir, ASSETS_FOLDER), { recursive: true });
  await cp(path.join(kept, ASSETS_FILE), path.join(outdir, ASSETS_FILE));
  const assets = await readAssets(path.join(kept, ASSETS_FILE));
  return { assets, isNew, ms: performance.now() - started };
}

/** Several processes may build at once: each has a folder of its own until it is complete. */
async function buildInto(kept: string): Promise<void> {
  const folder = `${kept}.${process.pid}.${Date.now()}`;
  try {
    await runVite(folder, ASSETS_FILE);
    await rename(folder, kept).catch(async (error: NodeJS.ErrnoException) => {
      if (!(await exists(kept))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await removeOldBuilds(CACHE, kept);
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
