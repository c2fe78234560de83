import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { GatewayError, problem } from "./reply.ts";

/**
 * Answers an invalid request with a problem, and closes the connection. Node has no response object for it, so this writes to
 * the socket. Earlier requests on the same connection are carried out, so their answers are sent first, also to a client that
 * has closed its own side.
 */
export function refuseInvalid(server: Server, receiveMs: number): void {
  const unanswered = new WeakMap<Duplex, Set<ServerResponse>>();
  const refused = new WeakSet<Duplex>();
  // Node's default is to close a connection when the client closes its side, answered or not.
  (server as Server & { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;

  server.prependListener("request", ({ socket }, response) => {
    const responses = unanswered.get(socket) ?? new Set();
    unanswered.set(socket, responses.add(response));
    response.once("close", () => responses.delete(response));
  });
  server.on("clientError", async (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET") return void socket.destroy();
    // Each further byte is another error.
    if (refused.has(socket)) return;
    refused.add(socket);
    const before = [...(unanswered.get(socket) ?? [])].filter(({ req }) => req.complete);
    await Promise.all(before.map((response) => once(response, "close")));
    // The last answer may have closed the connection.
    if (socket.writable) refuse(socket, invalid(error.code, receiveMs));
    else if (before.length === 0) socket.destroy();
  });
}

function refuse(socket: Duplex, error: GatewayError): void {
  const { status, headers, body } = problem(error, randomUUID());
  const lines = Object.entries({ ...headers, "content-length": body.length, connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n${body}`);
}

function invalid(code: string | undefined, receiveMs: number): GatewayError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return new GatewayError(
        "gateway.header_too_large",
        "The request line and the headers may have 10,240 bytes together.",
      );
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new GatewayError(
        "gateway.request_timeout",
        `The request did not arrive within ${receiveMs / 1_000} s.`,
      );
    default:
      return new GatewayError("gateway.bad_request", "This is not HTTP.");
  }
}
