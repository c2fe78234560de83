import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../..", import.meta.url));

/** All that a build depends on, apart from Node: sources, settings, and the versions of packages. */
const FOLDERS = ["storefront/src", "storefront/build", "client/src"];
const FILES = ["storefront/vite.config.ts", "storefront/tsconfig.json", "../package-lock.json"];

/** Characters of a hash. */
const LENGTH = 16;

/** Changes when a source of the pages changes. */
export async function fingerprint(): Promise<string> {
  const found = await Promise.all(FOLDERS.map(filesIn));
  const files = [...found.flat(), ...FILES].sort();
  const hash = createHash("sha256");
  const contents = await Promise.all(files.map((file) => readFile(path.join(packages, file))));
  for (const [i, file] of files.entries()) {
    const content = contents[i] ?? "";
    hash.update(`${file.split(path.sep).join("/")}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, LENGTH);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(packages, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(packages, path.join(entry.parentPath, entry.name)));
}
