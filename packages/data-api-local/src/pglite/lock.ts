import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a folder for this process alone, or throws. The lock is a socket that this process listens on. The kernel
 * closes it however the process ends, so a lock never outlives its holder.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const { dir, prefix } = placeOf(folder);
  for (let attempt = 1; ; attempt++) {
    const name = `${prefix}lock-${process.pid}-${randomBytes(3).toString("hex")}.sock`;
    const server = await listen(join(dir, name));
    const holder = await findHolder(dir, prefix, name);
    if (holder === undefined) return { release: () => close(server) };
    await close(server);
    // Two processes that come at the same moment both step back, and try again at different moments.
    if (attempt === ATTEMPTS) throw new Error(`the folder ${folder} is in use by process ${holder}`);
    await pause(20 + Math.random() * 100);
  }
}

/** A socket's path may have 103 bytes, and is silently cut off after them. So the lock of a deep folder lies elsewhere. */
function placeOf(folder: string): { dir: string; prefix: string } {
  if (Buffer.byteLength(folder) <= 103 - "/lock-1234567-abcdef.sock".length)
    return { dir: folder, prefix: "" };
  const digest = createHash("sha256").update(folder).digest("hex");
  return { dir: tmpdir(), prefix: `${digest.slice(0, 12)}-` };
}

const ATTEMPTS = 3;

/** The id of another process that listens. Removes the sockets on which no process listens. */
async function findHolder(dir: string, prefix: string, own: string): Promise<string | undefined> {
  let holder: string | undefined;
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(`${prefix}lock-`) || name === own) continue;
    if (await answers(join(dir, name))) holder = /lock-(\d+)/.exec(name)?.[1];
    else rmSync(join(dir, name), { force: true });
  }
  // Another process may have removed our socket in the instant before we listened. Then it holds the lock.
  return holder ?? (existsSync(join(dir, own)) ? undefined : "another");
}

function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, () => resolve(server.unref()));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    // Only these two errors mean that no process listens.
    socket.once("error", ({ code }: NodeJS.ErrnoException) =>
      resolve(code !== "ECONNREFUSED" && code !== "ENOENT"),
    );
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
