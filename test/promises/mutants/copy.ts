import { cp, mkdir, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Mutant } from "./mutants.ts";

/** Not copied: dependencies, and generated files. */
const NOT_COPIED = ["node_modules", ".git", ".sst", ".local", "dist"];

/** Copies the project, including uncommitted changes, so that no fault is ever written into the work tree. */
export async function copy(root: string, to: string): Promise<void> {
  const filter = (path: string) => path === root || !NOT_COPIED.includes(basename(path));
  await cp(root, to, { recursive: true, filter });
  await linkModules(join(root, "node_modules"), join(to, "node_modules"));
  await linkPlatform(join(root, ".sst"), join(to, ".sst"));
}

/** Links each dependency. Our own packages are relative links, which lead to the copied packages. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const { name } = entry;
    // Each copy has its own caches.
    if (name.startsWith(".") && name !== ".bin") continue;
    if (entry.isSymbolicLink()) await symlink(await readlink(join(from, name)), join(to, name));
    else if (name === "@myclothes") await linkModules(join(from, name), join(to, name));
    else await symlink(join(from, name), join(to, name));
  }
}

/** Links SST's components. */
async function linkPlatform(from: string, to: string): Promise<void> {
  await mkdir(to);
  const names = await readdir(from).catch((): string[] => []);
  for (const name of ["platform", "provider-lock.json"].filter((name) => names.includes(name))) {
    await symlink(join(from, name), join(to, name));
  }
}

/** How often the mutant's text occurs in its file. */
export const fits = async (root: string, { file, find }: Mutant): Promise<number> =>
  (await readFile(join(root, file), "utf8").catch(() => "")).split(find).length - 1;

export async function apply(root: string, { file, find, replace }: Mutant): Promise<void> {
  const text = await readFile(join(root, file), "utf8");
  await writeFile(join(root, file), text.split(find).join(replace));
}
