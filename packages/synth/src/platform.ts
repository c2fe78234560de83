import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readApp } from "./config.ts";
import type { App } from "./graph.ts";

/** The version of Pulumi that SST requires. SST would download it from GitHub, which may be unreachable. */
const PULUMI = "3.215.0";

export const platformOf = (root: string) => join(root, ".sst", "platform");

/** Whether SST's components exist, in the right version and with the app's providers. */
async function isReady(root: string, { providers }: App): Promise<boolean> {
  const platform = platformOf(root);
  const [prepared, version] = await Promise.all([text(join(platform, "version")), sstVersion(root)]);
  if (prepared?.trim() !== version) return false;
  const lock: Provider[] = JSON.parse((await text(join(root, ".sst", "provider-lock.json"))) ?? "[]");
  for (const [name, wanted] of Object.entries(providers)) {
    const locked = lock.find((provider) => provider.name === name);
    if (!locked || (wanted.version && wanted.version !== locked.version)) return false;
    const installed = await text(join(platform, "node_modules", locked.package, "package.json"));
    if (!installed || JSON.parse(installed).version !== locked.version) return false;
  }
  return existsSync(join(platform, "node_modules", "@pulumi", "pulumi", "package.json"));
}

/**
 * Prepares `.sst/platform` if it is missing or has another version. SST's own command does this as on its first run, with
 * nothing but the package registry. Returns the path. An error has the code NO_PLATFORM if the app is not its cause.
 */
export async function preparePlatform(root: string, report: (line: string) => void): Promise<string> {
  const app = await readApp(root, "dev");
  if (!existsSync(lockOf(root)) && (await isReady(root, app))) return platformOf(root);
  return withProgress(report, async () => {
    const release = await lock(root);
    try {
      if (await isReady(root, app)) return platformOf(root);
      report("Preparing SST's components, once, about a minute…");
      await install(root);
      if (await isReady(root, app)) return platformOf(root);
      throw missing("SST prepared other components than sst.config.ts requires.");
    } finally {
      await release();
    }
  });
}

/** Reports the time of the work every ten seconds, and at its end. */
async function withProgress<T>(report: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
  const interval = setInterval(() => report(`SST's components: ${seconds()} so far`), 10_000);
  try {
    const result = await work();
    report(`SST's components are prepared, in ${seconds()}.`);
    return result;
  } finally {
    clearInterval(interval);
  }
}

const missing = (why: string, command = "npx sst install --stage dev") =>
  Object.assign(new Error(`${why}\nTo do it by hand: ${command}`), { code: "NO_PLATFORM" });

interface Provider {
  name: string;
  package: string;
  version: string;
}

const text = (path: string) => readFile(path, "utf8").catch(() => undefined);

async function sstVersion(root: string): Promise<string> {
  const manifest = await text(join(root, "node_modules", "sst", "package.json"));
  if (manifest) return JSON.parse(manifest).version;
  throw missing(`There is no SST in ${join(root, "node_modules")}.`, "npm ci");
}

async function install(root: string): Promise<void> {
  const home = join(root, ".sst", "home");
  // SST asks Pulumi's engine for its version, and nothing else. So a script with the version is enough. It is in a home of
  // its own, so that a deployment never uses it and the user's home stays unchanged.
  for (const config of [join(home, ".config"), join(home, "Library", "Application Support")]) {
    const bin = join(config, "sst", "bin");
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, "pulumi"), `#!/bin/sh\n[ "$1" = version ] && echo v${PULUMI}\n`, {
      mode: 0o755,
    });
  }
  const { code, output } = await run(root, {
    ...ownEnvironment(),
    HOME: home,
    XDG_CONFIG_HOME: join(home, ".config"),
    npm_config_cache: join(home, "npm"),
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(homedir(), ".npmrc"),
    SST_NO_BUN: "1",
    SST_TELEMETRY_DISABLED: "1",
  });
  await rm(home, { recursive: true, force: true });
  if (code === 0) return;
  if (output.includes("sst.config.ts")) throw new Error(output);
  throw missing(`SST's components could not be prepared.\n${output}`);
}

/** The environment without npm's own variables: they would tell the inner npm that it runs in another folder. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(npm_(?!config_)|npm_config_(local_)?prefix|INIT_CWD$|AWS_|SST_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function run(root: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const sst = join(root, "node_modules", "sst", "bin", "sst.mjs");
  const child = spawn(process.execPath, [sst, "install", "--stage", "dev"], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-4_000);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: output.trim() }));
  });
}

const lockOf = (root: string) => join(root, ".sst", "synth.lock");

/** Whether the process that holds the lock is gone. It left an incomplete platform behind. */
async function isInterrupted(root: string): Promise<boolean> {
  const holder = await text(lockOf(root));
  return holder !== undefined && holder !== "" && !isAlive(Number(holder));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Waits until no other process prepares the platform, and then keeps other processes out. */
async function lock(root: string): Promise<() => Promise<void>> {
  await mkdir(join(root, ".sst"), { recursive: true });
  for (;;) {
    try {
      await writeFile(lockOf(root), String(process.pid), { flag: "wx" });
      return () => rm(lockOf(root), { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (await isInterrupted(root)) {
      await rm(join(platformOf(root), "version"), { force: true });
      await rm(lockOf(root), { force: true });
    }
    await sleep(200);
  }
}
