import { once } from "node:events";
import type { Server } from "node:http";
import { createServer, type Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../process/report.ts";

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/** Makes the gateway listen on this machine alone: on 127.0.0.1, and on ::1 where it exists. Port 0 takes a free port. */
export async function listen(gateway: Server, port: number, command = "npm start"): Promise<Listening> {
  const bound = await bind(gateway, port, "127.0.0.1", command);
  // Both addresses of localhost lead to one server.
  const ipv6 = createServer({ allowHalfOpen: true }, (socket) => gateway.emit("connection", socket));
  try {
    await bind(ipv6, bound, "::1", command);
  } catch (error) {
    if (error instanceof UserError && port !== 0) {
      gateway.close();
      throw error;
    }
  }
  const close = async () => {
    // A client must not send another request over a connection that is about to close.
    gateway.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
    const closed = [gateway, ipv6].map((server) => new Promise((resolve) => server.close(resolve)));
    gateway.closeIdleConnections();
    // Requests in progress get their answer.
    await Promise.race([Promise.all(closed), sleep(2_000, undefined, { ref: false })]);
    gateway.closeAllConnections();
  };
  return { port: bound, close };
}

async function bind(
  server: Server | NetServer,
  port: number,
  host: string,
  command: string,
): Promise<number> {
  try {
    await once(server.listen(port, host), "listening");
    return (server.address() as { port: number }).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new UserError(
        `Port ${port} is in use. Stop the program that uses it, or choose another port: PORT=${port + 1} ${command}`,
      );
    if (code === "EACCES")
      throw new UserError(`You may not use port ${port}. Choose a port above 1023: PORT=3000 ${command}`);
    throw error;
  }
}
