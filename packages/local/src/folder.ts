import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { Trouble } from "./narrate.ts";

/** A folder for state that is ours alone until it is closed. */
export interface Folder {
  path: string;
  /** False: it goes when it is closed. */
  kept: boolean;
  close(): Promise<void>;
}

/** Takes the folder, empty if `fresh`; without a name, one that is thrown away. Refused while another process has it. */
export async function openFolder(name: string | undefined, fresh = false): Promise<Folder> {
  if (!name) {
    const temporary = mkdtempSync(path.join(tmpdir(), "myclothes-"));
    const close = async () => rmSync(temporary, { recursive: true, force: true });
    return { path: temporary, kept: false, close };
  }
  const folder = path.resolve(name);
  mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, LOCK);
  const holder = await holderOf(lock);
  if (holder)
    throw new Trouble(`${name} is in use by process ${holder}: the shop runs already. End it first.`);
  const release = await hold(lock);
  if (fresh) {
    const all = readdirSync(folder).filter((entry) => entry !== LOCK);
    for (const entry of all) rmSync(path.join(folder, entry), { recursive: true, force: true });
  }
  return { path: folder, kept: true, close: release };
}

const LOCK = "lock";
interface Lock {
  port: number;
  token: string;
}

/**
 * Holds the lock by listening on a port that the file names: however we end, the port is closed, and nobody else who is
 * given its number, or our process id, passes for us.
 */
async function hold(lock: string): Promise<() => Promise<void>> {
  const token = randomUUID();
  const server = createServer((socket) => socket.on("error", () => {}).end(`${process.pid} ${token}`));
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref();
  const { port } = server.address() as { port: number };
  writeFileSync(lock, JSON.stringify({ port, token } satisfies Lock));
  return async () => {
    rmSync(lock, { force: true });
    server.close();
  };
}

/** The process id of who holds the lock, if anyone does. */
async function holderOf(lock: string): Promise<string | undefined> {
  try {
    const { port, token } = JSON.parse(readFileSync(lock, "utf8")) as Lock;
    const socket = connect({ port, host: "127.0.0.1" }).setTimeout(1_000, () => socket.destroy());
    const [pid, theirs] = (await text(socket)).split(" ");
    return theirs === token ? pid : undefined;
  } catch {
    return undefined;
  }
}
