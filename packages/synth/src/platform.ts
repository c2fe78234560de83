import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readApp } from "./config.ts";
import type { App } from "./graph.ts";

/** The version that SST asks for. It installs another one from GitHub, which is no package registry. */
const PULUMI = "3.215.0";

export const platformOf = (root: string) => join(root, ".sst", "platform");

/** Whether SST's components are there, of the version and with the providers that the app asks for. */
async function isReady(root: string, { providers }: App): Promise<boolean> {
  const platform = platformOf(root);
  const [made, version] = await Promise.all([text(join(platform, "version")), sstVersion(root)]);
  if (made?.trim() !== version) return false;
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
 * Makes `.sst/platform` where it is missing or of another version, exactly as SST would on its first run: by its own
 * command, with nothing but the package registry. Returns its path. An error has the code NO_PLATFORM where the app is
 * not to blame.
 */
export async function preparePlatform(root: string, tell: (line: string) => void): Promise<string> {
  const app = await readApp(root, "dev");
  if (!existsSync(lockOf(root)) && (await isReady(root, app))) return platformOf(root);
  return timed(tell, async () => {
    const release = await hold(root);
    try {
      if (await isReady(root, app)) return platformOf(root);
      tell("Preparing SST's components, once, about a minute…");
      await install(root);
      if (await isReady(root, app)) return platformOf(root);
      throw missing("SST prepared other components than sst.config.ts asks for.");
    } finally {
      await release();
    }
  });
}

/** Tells every ten seconds how long the work has taken, and at its end. */
async function timed<T>(tell: (line: string) => void, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;
  const telling = setInterval(() => tell(`SST's components: ${seconds()} so far`), 10_000);
  try {
    const result = await work();
    tell(`SST's components are prepared, in ${seconds()}.`);
    return result;
  } finally {
    clearInterval(telling);
  }
}

const missing = (why: string, command = "npx sst install --stage dev") =>
  Object.assign(new Error(`${why}\nBy hand: ${command}`), { code: "NO_PLATFORM" });

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
  // SST starts by asking Pulumi's engine for its version, and asks it for nothing else here. So this one says no more. It
  // lives in a home of its own: a deployment never meets it, and the user's home stays as it is.
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

/** Without what npm adds when it runs a script: it would tell the npm inside that it is in another folder. */
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

/** A lock whose process is gone: it left half a platform behind. */
async function interrupted(root: string): Promise<boolean> {
  const holder = await text(lockOf(root));
  return holder !== undefined && holder !== "" && !alive(Number(holder));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Waits until no other process prepares the platform, and then is the one that may. */
async function hold(root: string): Promise<() => Promise<void>> {
  await mkdir(join(root, ".sst"), { recursive: true });
  for (;;) {
    try {
      await writeFile(lockOf(root), String(process.pid), { flag: "wx" });
      return () => rm(lockOf(root), { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    if (await interrupted(root)) {
      await rm(join(platformOf(root), "version"), { force: true });
      await rm(lockOf(root), { force: true });
    }
    await sleep(200);
  }
}
