import type { IncomingMessage } from "node:http";
import { ServiceError } from "./error.ts";

/**
 * Refuses a request whose Host header names another machine. A web page can point its own name at this machine (DNS
 * rebinding) and send requests to the database, but the Host header then has the page's name.
 */
export function requireOwnHost(
  { headers, socket }: IncomingMessage,
  listensOn: string | undefined,
  allowed: string[],
): void {
  const name = headers.host
    ?.toLowerCase()
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1");
  // With `--host 0.0.0.0` the server listens on several addresses, so the local address of the socket counts too.
  const own = ["localhost", "127.0.0.1", "::1", listensOn?.toLowerCase(), socket.localAddress];
  if (name !== undefined && (own.includes(name) || allowed.some((host) => host.toLowerCase() === name)))
    return;
  throw new ServiceError(
    "ForbiddenException",
    `The Host header is "${headers.host ?? ""}", but this endpoint answers only to localhost, to the host that it listens on (--host) and to the allowed ones (--allow-host).`,
  );
}
