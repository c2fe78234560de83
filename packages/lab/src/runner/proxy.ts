import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy {
  port: number;
  /** Forwards new connections to another port, and cuts the present ones. */
  pointTo(port: number): void;
  /** Delays what the target sends, as on a long or busy way. */
  delay(ms: number): void;
  stop(): Promise<void>;
}

/** A fixed address in front of a TCP server, on which the lab puts its faults. */
export async function startProxy(target: number): Promise<Proxy> {
  let delayMs = 0;
  let to = target;
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const server = createServer((client) => {
    const upstream = connect({ port: to, host: "127.0.0.1", noDelay: true });
    const pair = [client, upstream];
    client.setNoDelay(true);
    client.on("data", (chunk) => upstream.write(chunk));
    upstream.on("data", (chunk) => {
      if (delayMs) setTimeout(() => client.destroyed || client.write(chunk), delayMs);
      else client.write(chunk);
    });
    for (const socket of pair) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        for (const other of pair) other.destroy();
      });
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    pointTo(port) {
      to = port;
      cut();
    },
    delay(ms) {
      delayMs = ms;
    },
    async stop() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
