import { execFile } from "node:child_process";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Api, type FunctionName, functions, type Job, type NativePackage } from "./functions.ts";

// A package with native code cannot be bundled. The function finds it in `node_modules` beside its bundle.

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** Lambda's platform: see `architecture` in stacks/lambda.ts. */
const LAMBDA = ["--os=linux", "--cpu=arm64", "--libc=glibc"];

/** Makes this machine's package available to the function in the folder. */
export async function linkPackage(name: NativePackage, folder: string): Promise<void> {
  const link = path.join(folder, "node_modules", name);
  await mkdir(path.dirname(link), { recursive: true });
  await rm(link, { recursive: true, force: true });
  await symlink(path.join(ROOT, "node_modules", name), link, "junction");
}

/**
 * Installs native packages for Lambda's platform beside the functions in `outdir` that need them, instead of this machine's.
 * Versions and checksums are those of the lockfile. Returns the functions' names.
 */
export async function installNative(outdir: string): Promise<FunctionName[]> {
  const entries = Object.entries<Job | Api>(functions) as [FunctionName, Job | Api][];
  const needing = entries.filter(([, { packages = [] }]) => packages.length > 0);
  for (const [name, { packages = [] }] of needing) await install(packages, path.join(outdir, name));
  return needing.map(([name]) => name);
}

/** Exported for tests. */
export async function install(packages: readonly string[], folder: string): Promise<void> {
  const { manifest, locked } = await lockFor(packages);
  await mkdir(folder, { recursive: true });
  await rm(path.join(folder, "node_modules"), { recursive: true, force: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify(manifest));
  await writeFile(path.join(folder, "package-lock.json"), JSON.stringify(locked));
  await promisify(execFile)("npm", ["ci", ...LAMBDA, "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    // npm's own variables would tell it that it runs in another folder.
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^npm_(?!config_)|^npm_config_local_prefix$/.test(name),
      ),
    ),
  });
  // It would make the function a CommonJS package, and nothing reads the lockfile.
  await rm(path.join(folder, "package.json"));
  await rm(path.join(folder, "package-lock.json"));
}

/** The manifest and the lockfile of a folder that needs these packages, in the versions of the repository's lockfile. */
export async function lockFor(packages: readonly string[]) {
  const lock: Lock = JSON.parse(await readFile(path.join(ROOT, "package-lock.json"), "utf8"));
  const manifest = { name: "packages", version: "0.0.0", dependencies: versionsOf(lock, packages) };
  const locked = { ...manifest, lockfileVersion: 3, packages: { "": manifest, ...subset(lock, packages) } };
  return { manifest, locked };
}

interface Lock {
  packages: Record<string, Locked>;
}
interface Locked {
  version: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const versionsOf = ({ packages }: Lock, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`]?.version ?? "missing"]));

/**
 * The entries of these packages, and of all that they depend on, for every platform. Node looks for a package in each folder
 * above.
 */
function subset(lock: Lock, names: readonly string[], from = "", found: Record<string, Locked> = {}) {
  for (const name of names) {
    let place = from;
    while (place && !lock.packages[`${place}/node_modules/${name}`])
      place = place.replace(/\/?node_modules\/(?!.*node_modules\/).*$/, "");
    const at = [place, "node_modules", name].filter(Boolean).join("/");
    const entry = lock.packages[at];
    if (!entry || found[at]) continue;
    found[at] = entry;
    const { dependencies = {}, optionalDependencies = {} } = entry;
    subset(lock, Object.keys({ ...dependencies, ...optionalDependencies }), at, found);
  }
  return found;
}
