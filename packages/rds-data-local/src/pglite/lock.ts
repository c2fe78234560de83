import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export interface Lock {
  release(): Promise<void>;
}

/** The folder is locked by another process. */
export class FolderInUse extends Error {
  readonly holder: string;

  constructor(folder: string, holder: string) {
    super(`the folder ${folder} is in use by ${holder}`);
    this.holder = holder;
  }
}

/** The name of the lock's own folder. Code that empties the locked folder must keep it. */
export const LOCK = ".lock";

/**
 * Locks a folder for this process, or throws `FolderInUse`. The holder listens on a socket. The kernel closes it when the
 * process ends for any reason, so a dead process never holds the lock.
 *
 * Links in the lock's folder have the numbers 1, 2, 3, …; the highest one names the holder and its socket. To replace a
 * dead holder, a process creates the next number, which succeeds for one process only. The highest link is never removed,
 * so a slow process cannot create the same number a second time.
 */
export async function lockFolder(folder: string, holder = `process ${process.pid}`): Promise<Lock> {
  const dir = join(folder, LOCK);
  mkdirSync(dir, { recursive: true });
  const socket = socketIn(dir);
  const server = await listen(resolve(dir, socket));
  try {
    for (;;) {
      const last = lastOf(dir);
      const other = last > 0 ? await holderOf(dir, last) : undefined;
      if (other !== undefined) throw new FolderInUse(folder, other);
      const own = last + 1;
      if (!link(join(dir, String(own)), `${socket} ${holder}`)) continue;
      if (lastOf(dir) === own) {
        removeBefore(dir, own);
        return { release: () => close(server) };
      }
      rmSync(join(dir, String(own)), { force: true });
    }
  } catch (error) {
    await close(server);
    throw error;
  }
}

/** A socket's path is cut after 103 bytes, so the sockets of a deep folder are in the folder for temporary files. */
function socketIn(dir: string): string {
  const name = `${process.pid}-${randomBytes(4).toString("hex")}.sock`;
  if (Buffer.byteLength(join(dir, name)) <= 103) return name;
  const digest = createHash("sha256").update(dir).digest("hex").slice(0, 8);
  return join(tmpdir(), `${digest}-${name}`);
}

const numbersOf = (dir: string): number[] =>
  readdirSync(dir)
    .filter((name) => /^[1-9]\d{0,14}$/.test(name))
    .map(Number);

const lastOf = (dir: string): number => Math.max(0, ...numbersOf(dir));

/** False if the link exists. */
function link(path: string, text: string): boolean {
  try {
    symlinkSync(text, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** The socket and the holder that a link names; undefined if there is no such link. */
function read(dir: string, number: number): { socket: string; holder: string } | undefined {
  try {
    const [, socket = "", holder = ""] =
      /^(.+?\.sock) (.*)$/s.exec(readlinkSync(join(dir, String(number)))) ?? [];
    return socket ? { socket: resolve(dir, socket), holder } : undefined;
  } catch {
    return undefined;
  }
}

/** The holder that a link names, if it is alive. */
async function holderOf(dir: string, number: number): Promise<string | undefined> {
  const named = read(dir, number);
  return named && (await answers(named.socket)) ? named.holder : undefined;
}

/** Removes the links and sockets of earlier holders. */
function removeBefore(dir: string, own: number): void {
  for (const number of numbersOf(dir)) {
    if (number >= own) continue;
    const named = read(dir, number);
    if (named) rmSync(named.socket, { force: true });
    rmSync(join(dir, String(number)), { recursive: true, force: true });
  }
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
