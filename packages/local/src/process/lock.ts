import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { text } from "node:stream/consumers";

/**
 * Holds the lock by listening on a port that the file names. However the process ends, the kernel closes the port, so the
 * file may stay behind. The token tells this process from another that gets the same port later.
 */
export async function hold(lock: string, command: string): Promise<() => Promise<void>> {
  const token = randomUUID();
  const answer = `${token} ${command} (process ${process.pid})`;
  const server = createServer((socket) => socket.on("error", () => {}).end(answer));
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref();
  const { port } = server.address() as AddressInfo;
  writeFileSync(lock, `${port} ${token}`);
  return async () => void server.close();
}

const SILENCE_MS = 3_000;

/** The command that holds the lock, and its process. A process that listens but stays silent may be a stopped holder. */
export async function holderOf(lock: string): Promise<string | undefined> {
  const [, port, token] = (existsSync(lock) && readFileSync(lock, "utf8").match(/^(\d+) (\S+)$/)) || [];
  if (!token || Number(port) < 1 || Number(port) > 65_535) return undefined;
  const socket = connect(Number(port), "127.0.0.1");
  const silence = setTimeout(() => socket.destroy(new Error("silence")), SILENCE_MS);
  try {
    const answer = await text(socket);
    return answer.startsWith(`${token} `) ? answer.slice(token.length + 1) : undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ECONNREFUSED"
      ? undefined
      : "a process that does not answer";
  } finally {
    clearTimeout(silence);
  }
}
