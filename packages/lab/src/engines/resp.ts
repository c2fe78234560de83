import { connect as connectSocket, type Socket } from "node:net";

export type Reply = string | number | null | Reply[];

export interface Resp {
  /** Sends a command. Rejects with the server's error, and when the connection is lost or the deadline has passed. */
  send(...command: string[]): Promise<Reply>;
  close(): void;
}

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

const DEADLINE_MS = 3_000;

/** A client of Valkey's protocol, RESP2. It connects with the first command, and again with the next one after an error. */
export function connect(url: string): Resp {
  const { hostname, port } = new URL(url);
  let socket: Socket | undefined;
  let waiting: Waiting[] = [];

  const fail = (failed: Socket, error: Error) => {
    if (socket !== failed) return;
    socket = undefined;
    failed.destroy();
    const all = waiting;
    waiting = [];
    for (const { reject } of all) reject(error);
  };
  const open = (): Socket => {
    const opened = connectSocket({ host: hostname, port: Number(port), noDelay: true });
    let received = Buffer.alloc(0);
    opened.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      for (let at = 0; ; ) {
        const parsed = parse(received, at);
        if (!parsed) {
          received = received.subarray(at);
          return;
        }
        at = parsed.next;
        const first = waiting.shift();
        if (parsed.error) first?.reject(new Error(parsed.error));
        else first?.resolve(parsed.reply ?? null);
      }
    });
    opened.on("error", (error) => fail(opened, error));
    opened.on("close", () => fail(opened, new Error("The connection to Valkey is lost.")));
    return opened;
  };

  const send = (...command: string[]): Promise<Reply> =>
    new Promise((resolve, reject) => {
      socket ??= open();
      const used = socket;
      const timer = setTimeout(() => fail(used, new Error("Valkey has not answered in time.")), DEADLINE_MS);
      const done =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          settle(value);
        };
      waiting.push({ resolve: done(resolve), reject: done(reject) });
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`);
      used.write(`*${command.length}\r\n${parts.join("")}`);
    });
  const close = () => socket && fail(socket, new Error("closed"));
  return { send, close };
}

interface Parsed {
  reply?: Reply;
  error?: string;
  next: number;
}

/** The reply that begins at `at`, or undefined while it is incomplete. */
function parse(data: Buffer, at: number): Parsed | undefined {
  const end = data.indexOf("\r\n", at);
  if (end < 0) return undefined;
  const text = data.toString("utf8", at + 1, end);
  const next = end + 2;
  switch (data[at]) {
    case 0x2b: // +
      return { reply: text, next };
    case 0x2d: // -
      return { error: text, next };
    case 0x3a: // :
      return { reply: Number(text), next };
    case 0x24: {
      // $
      const length = Number(text);
      if (length < 0) return { reply: null, next };
      if (data.length < next + length + 2) return undefined;
      return { reply: data.toString("utf8", next, next + length), next: next + length + 2 };
    }
    default: {
      // *
      const list: Reply[] = [];
      let position = next;
      for (let item = 0; item < Number(text); item++) {
        const parsed = parse(data, position);
        if (!parsed) return undefined;
        list.push(parsed.reply ?? null);
        position = parsed.next;
      }
      return { reply: list, next: position };
    }
  }
}
