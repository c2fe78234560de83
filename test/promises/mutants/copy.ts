import { cp, mkdir, readdir, readFile, readlink, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Mutant } from "./mutants.ts";

/** What others have written, and what is made anew. */
const LEFT_OUT = ["node_modules", ".git", ".sst", ".local", "dist"];

/** Copies the project as it stands, uncommitted changes too, so that a fault never gets into the tree itself. */
export async function copy(root: string, to: string): Promise<void> {
  const filter = (path: string) => path === root || !LEFT_OUT.includes(basename(path));
  await cp(root, to, { recursive: true, filter });
  await linkModules(join(root, "node_modules"), join(to, "node_modules"));
  await linkPlatform(join(root, ".sst"), join(to, ".sst"));
}

/** Others' packages by a link each. Our own are links already, relative ones: they lead to the copy's own packages. */
async function linkModules(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const { name } = entry;
    // Caches are each copy's own.
    if (name.startsWith(".") && name !== ".bin") continue;
    if (entry.isSymbolicLink()) await symlink(await readlink(join(from, name)), join(to, name));
    else if (name === "@myclothes") await linkModules(join(from, name), join(to, name));
    else await symlink(join(from, name), join(to, name));
  }
}

/** SST's components; each synthesis has a folder of its own in them. */
async function linkPlatform(from: string, to: string): Promise<void> {
  await mkdir(to);
  const names = await readdir(from).catch((): string[] => []);
  for (const name of ["platform", "provider-lock.json"].filter((name) => names.includes(name))) {
    await symlink(join(from, name), join(to, name));
  }
}

/** How often the text to find stands in its file. */
export const fits = async (root: string, { file, find }: Mutant): Promise<number> =>
  (await readFile(join(root, file), "utf8").catch(() => "")).split(find).length - 1;

export async function apply(root: string, { file, find, replace }: Mutant): Promise<void> {
  const text = await readFile(join(root, file), "utf8");
  await writeFile(join(root, file), text.split(find).join(replace));
}
