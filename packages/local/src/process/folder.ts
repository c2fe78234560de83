import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
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
  const lock = path.join(folder, LOCK);
  try {
    mkdirSync(folder, { recursive: true });
    const holder = await holderOf(lock);
    if (holder) throw new Trouble(`${name} is in use by ${holder}: the shop runs already. End it first.`);
    const release = await hold(lock);
    if (fresh) empty(folder);
    return { path: folder, kept: true, close: release };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(`${name} cannot be used as the folder for state: ${(error as Error).message}`);
  }
}

const LOCK = "lock";

function empty(folder: string): void {
  const others = readdirSync(folder).filter((entry) => entry !== LOCK);
  for (const entry of others) rmSync(path.join(folder, entry), { recursive: true, force: true });
}

/**
 * Holds the lock by listening on a port that the file names: however we end, the port is closed, and nobody else who is
 * given its number, or our process id, passes for us. So the file may stay behind.
 */
async function hold(lock: string): Promise<() => Promise<void>> {
  const token = randomUUID();
  const server = createServer((socket) => socket.on("error", () => {}).end(`${process.pid} ${token}`));
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref();
  const { port } = server.address() as AddressInfo;
  writeFileSync(lock, `${port} ${token}`);
  return async () => void server.close();
}

/** The process that holds the lock, if any does. One that listens and is silent may be it, stopped or busy. */
async function holderOf(lock: string): Promise<string | undefined> {
  const [port, token] = existsSync(lock) ? readFileSync(lock, "utf8").split(" ") : [];
  if (!token) return undefined;
  const socket = connect(Number(port), "127.0.0.1");
  const silence = setTimeout(() => socket.destroy(new Error("silence")), 3_000);
  try {
    const [pid, theirs] = (await text(socket)).split(" ");
    return theirs === token ? `process ${pid}` : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ECONNREFUSED"
      ? undefined
      : "a process that does not answer";
  } finally {
    clearTimeout(silence);
  }
}
