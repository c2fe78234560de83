import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { lockFor } from "@myclothes/functions/lock";
import { findProgram } from "../../engines/find.ts";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
const execute = promisify(execFile);

export const whyNoInstall = () =>
  findProgram("npm") && findProgram("tar") ? undefined : "`npm` and `tar` are not on the PATH";

/** A package registry on this machine, with the packages that `npm ci` has installed in the repository. It needs no network. */
export interface Registry {
  /** False: it answers 503, as a registry that is unavailable. */
  isUp: boolean;
  /** Bytes that it has sent. */
  sent: number;
  /** Runs `npm ci` in the folder, with an empty cache, as a new machine has. `broken`: the lockfile lacks a package. */
  install(folder: string, broken?: boolean): Promise<void>;
  stop(): void;
}

export async function startRegistry(packages: string[]): Promise<Registry> {
  const { manifest, locked } = await lockFor(packages);
  const archives = new Map<string, Buffer>();
  const server = createServer(({ url = "" }, response) => {
    const archive = registry.isUp ? archives.get(url) : undefined;
    if (!archive) return void response.writeHead(registry.isUp ? 404 : 503).end();
    registry.sent += archive.length;
    response.writeHead(200, { "content-type": "application/octet-stream" }).end(archive);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const entries: Record<string, object> = { "": manifest };
  for (const [place, entry] of Object.entries(locked.packages)) {
    // npm installs packages for other processors nowhere.
    if (place === "" || !existsSync(path.join(ROOT, place))) continue;
    const name = `/${archives.size}.tgz`;
    archives.set(name, await archiveOf(path.join(ROOT, place)));
    // These archives have other checksums than the original ones.
    entries[place] = { ...entry, resolved: `${url}${name}`, integrity: undefined };
  }
  const install = async (folder: string, broken = false) => {
    const cache = mkdtempSync(path.join(tmpdir(), "lab-npm-"));
    const [first = ""] = packages;
    const kept = Object.entries(entries).filter(([place]) => !broken || place !== `node_modules/${first}`);
    writeFileSync(path.join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(
      path.join(folder, "package-lock.json"),
      JSON.stringify({ ...locked, packages: Object.fromEntries(kept) }),
    );
    const flags = [
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--no-update-notifier",
      "--fetch-retries=0",
    ];
    try {
      await execute("npm", ["ci", ...flags, `--cache=${cache}`, `--registry=${url}`], {
        cwd: folder,
        // npm's own variables would tell it that it runs in another folder.
        env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name))),
      });
    } finally {
      rmSync(cache, { recursive: true, force: true });
    }
  };
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  const registry: Registry = { isUp: true, sent: 0, install, stop };
  return registry;
}

/** A package as a registry has it, without the packages inside it: those have archives of their own. */
async function archiveOf(folder: string): Promise<Buffer> {
  const { dir, base } = path.parse(folder);
  const args = ["-czf", "-", `--exclude=${base}/node_modules`, "-C", dir, base];
  const { stdout } = await execute("tar", args, { encoding: "buffer", maxBuffer: 2 ** 28 });
  return stdout;
}
