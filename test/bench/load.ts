import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Load {
  /** Answers a second. */
  rate: number;
  /** Latencies in ms. */
  p50: number;
  p99: number;
  requests: number;
  /** What went wrong, and how often: other statuses than the one awaited, connections that ended. */
  errors: Record<string, number>;
}

interface Plan {
  url: string;
  clients: number;
  seconds: number;
  /** The status that every answer must have. */
  status: number;
  /** The next request of a client, as HTTP/1.1 with its body; undefined where there is no more to ask. */
  next: (client: number) => string | undefined;
  /** The client's own IP address; undefined leaves it to the system. */
  from?: ((client: number) => string | undefined) | undefined;
}

/**
 * Each client asks again as soon as it is answered, over a connection of its own. It takes no more of HTTP than a benchmark's
 * servers speak, answers with a Content-Length, so that it costs the machine little: a tenth of what a client library does.
 */
export async function load({ url, clients, seconds, status, next, from }: Plan): Promise<Load> {
  const { port, hostname } = new URL(url);
  const sockets = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const localAddress = from?.(client);
      const target = { port: Number(port), host: hostname, ...(localAddress && { localAddress, family: 4 }) };
      const socket = connect(target).setNoDelay();
      await once(socket, "connect");
      return socket;
    }),
  );
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const fail = (what: string) => {
    errors[what] = (errors[what] ?? 0) + 1;
  };
  const started = performance.now();
  const end = started + seconds * 1000;
  await Promise.all(
    sockets.map(async (socket, client) => {
      const ask = asker(socket);
      try {
        for (let now = performance.now(); now < end; ) {
          const request = next(client);
          if (request === undefined) return fail("nothing left to ask");
          const answered = await ask(request);
          const at = performance.now();
          if (answered !== status) fail(`status ${answered}`);
          if (at <= end) times.push(at - now);
          now = at;
        }
      } catch (error) {
        fail((error as Error).message);
      } finally {
        socket.destroy();
      }
    }),
  );
  times.sort((one, other) => one - other);
  const at = (part: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { rate: times.length / seconds, p50: at(0.5), p99: at(0.99), requests: times.length, errors };
}

const PATIENCE_MS = 15_000;

/** Over one connection: sends a request, and resolves with the answer's status when its last byte is there. */
function asker(socket: Socket): (request: string) => Promise<number> {
  let head = "";
  let missing = 0;
  let status = 0;
  let answered: (status: number) => void = () => {};
  let refused: (error: Error) => void = () => {};
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error(`no answer in ${PATIENCE_MS / 1000} s`)));
  socket.on("error", (error) => refused(error));
  socket.on("close", () => refused(new Error("the connection ended")));
  socket.on("data", (chunk) => {
    if (status > 0) missing -= chunk.length;
    else {
      head += chunk.toString("latin1");
      const body = head.indexOf("\r\n\r\n");
      if (body < 0) return;
      const length = /\r\ncontent-length: *(\d+)/i.exec(head.slice(0, body + 2))?.[1];
      if (length === undefined) return refused(new Error("an answer without a length"));
      status = Number(head.slice(9, 12));
      missing = Number(length) - (head.length - body - 4);
    }
    if (missing <= 0) answered(status);
  });
  return (request) =>
    new Promise((resolve, reject) => {
      [head, status, answered, refused] = ["", 0, resolve, reject];
      socket.write(request);
    });
}
