import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { PGlite } from "@electric-sql/pglite";
import type { Session } from "../session/pool.ts";
import { createFrames } from "./frames.ts";
import type { TurnPool, User } from "./turns.ts";

let sockets = 0;

/**
 * Answers PostgreSQL clients. They share PGlite's one session with the API: each takes it for one message group, or for a
 * transaction, and the others wait. What a client has set is lost when another one has used the session.
 */
export async function listenForPsql(db: PGlite, turns: TurnPool, port: number, host: string) {
  const { rows } = await db.query<{ server_version: string }>("show server_version");
  const version = rows[0]?.server_version ?? "";
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    serve(socket, db, turns, version).catch(() => socket.destroy());
    socket.once("close", () => open.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(socket: Socket, db: PGlite, turns: TurnPool, version: string): Promise<void> {
  const user: User = `socket ${++sockets}`;
  let session: Session | undefined;
  const frames = createFrames();
  try {
    for await (const chunk of socket) {
      for (const { kind, bytes } of frames.read(chunk)) {
        if (kind === "refuse-tls") socket.write("N");
        else if (kind === "startup") socket.write(welcome(version));
        else if (kind === "end") return;
        else if (kind === "copy") socket.write(COPY_REFUSED);
        else {
          session ??= await turns.connect(user);
          const answer = await db.execProtocolRaw(bytes);
          socket.write(answer);
          if (isIdle(answer)) session = void session.release();
        }
      }
    }
  } finally {
    // An open transaction ends with its client.
    session?.release(true);
    socket.end();
  }
}

/** Whether the answer ends with "ready for query, outside a transaction". */
const isIdle = (answer: Uint8Array): boolean => Buffer.from(answer.slice(-6)).equals(IDLE);

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.from(`${type}....`);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const IDLE = message("Z", Buffer.from("I"));

/** Authentication is not needed; then the settings that clients read, and "ready for query". */
function welcome(version: string): Buffer {
  const settings = {
    server_version: version,
    server_encoding: "UTF8",
    client_encoding: "UTF8",
    standard_conforming_strings: "on",
    integer_datetimes: "on",
    DateStyle: "ISO, MDY",
    TimeZone: "UTC",
  };
  return Buffer.concat([
    message("R", Buffer.alloc(4)),
    ...Object.entries(settings).map((pair) => message("S", Buffer.from(`${pair.join("\0")}\0`))),
    message("K", Buffer.alloc(8)),
    IDLE,
  ]);
}

const COPY_REFUSED = Buffer.concat([
  message("E", Buffer.from("SERROR\0VERROR\0C0A000\0MCOPY FROM STDIN is not supported\0\0")),
  IDLE,
]);
