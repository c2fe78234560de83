import { readFile } from "node:fs/promises";
import type { Assets } from "../src/render.types.ts";

/** What we read of Vite's manifest: https://vite.dev/guide/backend-integration */
export type Manifest = Record<string, Chunk>;

interface Chunk {
  file: string;
  css?: string[];
  /** The keys of chunks that this one imports at once. */
  imports?: string[];
  /** Fonts and images. */
  assets?: string[];
}

/** The files that the documents load, by their addresses. */
export function assetsOf(manifest: Manifest): Assets {
  const shop = entry(manifest, "src/main.tsx");
  const admin = entry(manifest, "src/admin/main.tsx");
  return { shop, admin, fonts: fontsOf(manifest, "src/main.tsx") };
}

export const readAssets = async (file: string): Promise<Assets> => JSON.parse(await readFile(file, "utf8"));

function entry(manifest: Manifest, key: string): Assets["shop"] {
  const [own, ...imported] = chunksOf(manifest, key);
  if (!own) throw new Error(`Vite's manifest has no ${key}.`);
  return {
    script: address(own.file),
    styles: addresses([own, ...imported].flatMap(({ css = [] }) => css)),
    preload: imported.map(({ file }) => address(file)),
  };
}

const fontsOf = (manifest: Manifest, key: string): string[] =>
  addresses(
    chunksOf(manifest, key).flatMap(({ assets = [] }) => assets.filter((file) => file.endsWith(".woff2"))),
  );

/** A chunk and all that it imports at once, directly or through others, each one time. */
function chunksOf(manifest: Manifest, key: string, found = new Map<string, Chunk>()): Chunk[] {
  const chunk = manifest[key];
  if (chunk && !found.has(key)) {
    found.set(key, chunk);
    for (const one of chunk.imports ?? []) chunksOf(manifest, one, found);
  }
  return [...found.values()];
}

const address = (file: string): string => `/${file}`;
const addresses = (files: string[]): string[] => [...new Set(files)].map(address);
