import { once } from "node:events";
import type { Server } from "node:http";
import { createServer, type Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Trouble } from "../process/narrate.ts";

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Lets the door listen on this machine alone, as 127.0.0.1 and as ::1 where there is one. Port 0 is any free one. */
export async function listen(door: Server, port: number): Promise<Listening> {
  const bound = await bind(door, port, "127.0.0.1");
  // Both names of localhost lead to one server.
  const six = createServer((socket) => door.emit("connection", socket));
  try {
    await bind(six, bound, "::1");
  } catch (error) {
    if (error instanceof Trouble && port !== 0) {
      door.close();
      throw error;
    }
  }
  const close = async () => {
    // Whoever comes again over an open connection is told not to.
    door.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    const closed = [door, six].map((server) => new Promise((resolve) => server.close(resolve)));
    door.closeIdleConnections();
    // What is being answered may end.
    await Promise.race([Promise.all(closed), sleep(2_000, undefined, { ref: false })]);
    door.closeAllConnections();
  };
  return { port: bound, close };
}

async function bind(server: Server | NetServer, port: number, host: string): Promise<number> {
  try {
    await once(server.listen(port, host), "listening");
    return (server.address() as { port: number }).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new Trouble(`Port ${port} is in use: try PORT=${port + 1} npm start`);
    if (code === "EACCES") throw new Trouble(`Port ${port} is not for you to use: try PORT=3000 npm start`);
    throw error;
  }
}
