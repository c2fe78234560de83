/** What a PostgreSQL client sends, in the pieces that are answered together. */
export interface Frame {
  kind: "refuse-tls" | "startup" | "end" | "copy" | "messages";
  bytes: Buffer;
}

const [TLS, GSS, CANCEL] = [80877103, 80877104, 80877102];
/** Messages after which the client waits for an answer: query, sync, flush, function call. */
const ANSWERED = new Set(["Q", "S", "H", "F"]);
// PGlite would wait forever for the data.
const COPY = /^\s*copy\b[\s\S]*\bfrom\s+stdin/i;

/** Splits the bytes of one connection into frames. Bytes of an incomplete frame wait for the next chunk. */
export function createFrames() {
  let rest = Buffer.alloc(0);
  let pending: Buffer[] = [];
  let isStarted = false;

  function* read(chunk: Buffer): Generator<Frame> {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = next(); frame; frame = next()) if (frame !== "more") yield frame;
  }

  function next(): Frame | "more" | undefined {
    return isStarted ? nextMessage() : nextStartup();
  }

  function nextStartup(): Frame | undefined {
    const bytes = take(0);
    if (!bytes) return undefined;
    const code = bytes.readInt32BE(4);
    if (code === TLS || code === GSS) return { kind: "refuse-tls", bytes };
    if (code === CANCEL) return { kind: "end", bytes };
    isStarted = true;
    return { kind: "startup", bytes };
  }

  function nextMessage(): Frame | "more" | undefined {
    const bytes = take(1);
    if (!bytes) return undefined;
    const type = String.fromCharCode(bytes[0] ?? 0);
    if (type === "X") return { kind: "end", bytes };
    if (type === "Q" && COPY.test(bytes.toString("utf8", 5))) return { kind: "copy", bytes };
    pending.push(bytes);
    if (!ANSWERED.has(type)) return "more";
    const group = Buffer.concat(pending);
    pending = [];
    return { kind: "messages", bytes: group };
  }

  /** The next message, whose length is at this place, if all of it has arrived. */
  function take(at: number): Buffer | undefined {
    if (rest.length < at + 4) return undefined;
    const length = at + rest.readInt32BE(at);
    if (rest.length < length) return undefined;
    const bytes = rest.subarray(0, length);
    rest = rest.subarray(length);
    return bytes;
  }

  return { read };
}
