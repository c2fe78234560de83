import { type ServerResponse, validateHeaderName, validateHeaderValue } from "node:http";
import { acceptsGzip, compressed, isCompressible } from "./compression.ts";
import type { GatewayResponse } from "./event.ts";
import type { Lifetime } from "./lifetime.ts";

/** Where an answer comes from, in CloudFront's words where it has one; `x-cache` shows it. */
export type State = "Hit" | "Miss" | "RefreshHit" | "Stale" | "Pass";

/** A cached answer. Times in epoch milliseconds. */
export interface Entry {
  answer: GatewayResponse;
  etag: string | undefined;
  storedAt: number;
  freshUntil: number;
  staleUntil: number;
  errorUntil: number;
  bytes: number;
  plain: Form;
  /** For browsers that can read it. It is made when the first one asks. */
  gzip?: Form;
}

/** What is sent: headers of a 200 and of a 304, in the form that `writeHead` takes quickest. They end with `x-cache` and `age`. */
interface Form {
  whole: string[];
  unchanged: string[];
  body: Buffer;
}

const NOT_CACHED = ["age", "connection", "content-length", "date", "transfer-encoding", "x-cache"];

/** Throws a TypeError when a header cannot be sent. */
export function entryOf(target: string, answer: GatewayResponse, life: Lifetime, storedAt: number): Entry {
  for (const [name, value] of headersOf(answer)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  const plain = formOf(answer, storedAt);
  const { etag } = answer.headers;
  return {
    answer,
    etag: etag === undefined ? undefined : String(etag),
    storedAt,
    freshUntil: storedAt + life.fresh,
    staleUntil: storedAt + life.stale,
    errorUntil: storedAt + life.error,
    bytes: target.length + plain.whole.join("").length + answer.body.length,
    plain,
  };
}

const headersOf = ({ headers }: GatewayResponse): [name: string, value: string][] =>
  Object.entries(headers)
    .filter(([name]) => !NOT_CACHED.includes(name))
    .map(([name, value]) => [name, String(value)]);

function formOf(answer: GatewayResponse, storedAt: number): Form {
  const pairs = headersOf(answer);
  // The date is that of the shop's answer, because age counts from it.
  const ending = ["date", new Date(storedAt).toUTCString(), "x-cache", "", "age", ""];
  return {
    whole: [...pairs.flat(), "content-length", String(answer.body.length), ...ending],
    unchanged: [...pairs.filter(([name]) => !name.startsWith("content-")).flat(), ...ending],
    body: answer.body,
  };
}

/** Sends the cached answer, or 304 when the browser has it. `now` in epoch milliseconds. */
export function send(
  response: ServerResponse,
  entry: Entry,
  state: State,
  now: number,
  { ifNoneMatch, acceptEncoding }: Record<"ifNoneMatch" | "acceptEncoding", string | undefined>,
): void {
  const unchanged = ifNoneMatch !== undefined && matches(ifNoneMatch, entry.etag);
  const { body, ...heads } = chooseForm(response, entry, acceptEncoding);
  const head = unchanged ? heads.unchanged : heads.whole;
  head[head.length - 3] = state;
  head[head.length - 1] = String(Math.max(0, Math.floor((now - entry.storedAt) / 1_000)));
  // An answer that comes straight from the shop has no age.
  response.writeHead(unchanged ? 304 : 200, state === "Miss" ? head.slice(0, -2) : head);
  response.end(unchanged ? undefined : body);
}

function chooseForm(response: ServerResponse, entry: Entry, acceptEncoding: string | undefined): Form {
  if (!isCompressible(entry.answer)) return entry.plain;
  response.appendHeader("vary", "Accept-Encoding");
  if (!acceptsGzip(acceptEncoding)) return entry.plain;
  entry.gzip ??= formOf(compressed(entry.answer), entry.storedAt);
  return entry.gzip;
}

/** Whether If-None-Match names a tag, compared weakly: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function matches(ifNoneMatch: string, etag: string | undefined): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  return (
    ifNoneMatch.trim() === "*" ||
    (etag !== undefined && ifNoneMatch.split(",").map(strong).includes(strong(etag)))
  );
}
