import { once } from "node:events";
import type { Server } from "node:http";
import { createServer, type Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../process/report.ts";

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Makes the door listen on this machine alone: on 127.0.0.1, and on ::1 where it exists. Port 0 takes a free port. */
export async function listen(door: Server, port: number): Promise<Listening> {
  const bound = await bind(door, port, "127.0.0.1");
  // Both addresses of localhost lead to one server.
  const six = createServer({ allowHalfOpen: true }, (socket) => door.emit("connection", socket));
  try {
    await bind(six, bound, "::1");
  } catch (error) {
    if (error instanceof UserError && port !== 0) {
      door.close();
      throw error;
    }
  }
  const close = async () => {
    // A client must not send another request over a connection that is about to close.
    door.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    const closed = [door, six].map((server) => new Promise((resolve) => server.close(resolve)));
    door.closeIdleConnections();
    // Requests in progress get their answer.
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
    if (code === "EADDRINUSE") throw new UserError(`Port ${port} is in use: try PORT=${port + 1} npm start`);
    if (code === "EACCES")
      throw new UserError(`Port ${port} needs more rights than you have: try PORT=3000 npm start`);
    throw error;
  }
}
