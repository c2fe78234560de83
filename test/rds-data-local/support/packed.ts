import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
const run = promisify(execFile);

export interface Packed {
  /** Installs these packages beside the packed one in a new folder, and returns it. Undefined if npm's registry is out of reach. */
  installBeside(packages: string[]): Promise<string | undefined>;
  remove(): void;
}

/** Packs a copy, because packing changes the manifest while other tests read it. */
export async function packCopy(): Promise<Packed> {
  const folder = mkdtempSync(join(tmpdir(), "rds-data-local-packed-"));
  const copy = join(folder, "packages/rds-data-local");
  cpSync(join(root, "packages/rds-data-local"), copy, {
    recursive: true,
    filter: (path) => !/\/(node_modules|dist)$/.test(path),
  });
  cpSync(join(root, "tsconfig.json"), join(folder, "tsconfig.json"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const { stdout } = await run("npm", ["pack", "--silent"], { cwd: copy });
  const tarball = join(copy, stdout.trim().split("\n").at(-1) ?? "");

  async function installBeside(packages: string[]): Promise<string | undefined> {
    const used = mkdtempSync(join(folder, "used-"));
    writeFileSync(join(used, "package.json"), JSON.stringify({ type: "module" }));
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts", "--fetch-retries=1"];
    try {
      await run("npm", ["install", ...quiet, tarball, ...packages], { cwd: used });
    } catch (error) {
      const { stderr = "" } = error as { stderr?: string };
      if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET/.test(stderr)) return undefined;
      throw error;
    }
    cpSync(join(root, "test/rds-data-local/package"), used, { recursive: true });
    return used;
  }

  return { installBeside, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
