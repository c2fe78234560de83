import type { IncomingMessage } from "node:http";
import { ServiceError } from "./error.ts";

/**
 * Refuses a request whose Host header names another machine, whatever its port. A web page can make its own name point
 * here (DNS rebinding) and send requests to the database, but those carry the page's name.
 */
export function requireOwnHost({ headers, socket }: IncomingMessage, listensOn: string | undefined): void {
  const name = headers.host
    ?.toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  // The local address counts because with `--host 0.0.0.0` the server listens on several.
  const own = ["localhost", "127.0.0.1", "::1", listensOn?.toLowerCase(), socket.localAddress];
  if (name !== undefined && own.includes(name)) return;
  throw new ServiceError(
    "ForbiddenException",
    `The Host header is "${headers.host ?? ""}", but this endpoint answers to localhost and to the host it listens on (--host).`,
  );
}
