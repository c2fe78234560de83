import { type ServerResponse, validateHeaderName, validateHeaderValue } from "node:http";
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
  /** Headers of a 200 and of a 304, in the form that `writeHead` takes quickest. They end with `x-cache` and `age`. */
  whole: string[];
  unchanged: string[];
}

const NOT_CACHED = ["age", "connection", "content-length", "date", "transfer-encoding", "x-cache"];

/** Throws a TypeError when a header cannot be sent. */
export function entryOf(target: string, answer: GatewayResponse, life: Lifetime, storedAt: number): Entry {
  const pairs = Object.entries(answer.headers)
    .filter(([name]) => !NOT_CACHED.includes(name))
    .map(([name, value]) => [name, String(value)] as const);
  for (const [name, value] of pairs) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
  // The date is that of the shop's answer, because age counts from it.
  const ending = ["date", new Date(storedAt).toUTCString(), "x-cache", "", "age", ""];
  const whole = [...pairs.flat(), "content-length", String(answer.body.length), ...ending];
  const { etag } = answer.headers;
  return {
    answer,
    etag: etag === undefined ? undefined : String(etag),
    storedAt,
    freshUntil: storedAt + life.fresh,
    staleUntil: storedAt + life.stale,
    errorUntil: storedAt + life.error,
    bytes: target.length + whole.join("").length + answer.body.length,
    whole,
    unchanged: [...pairs.filter(([name]) => !name.startsWith("content-")).flat(), ...ending],
  };
}

/** Sends the cached answer, or 304 when `ifNoneMatch` names it. `now` in epoch milliseconds. */
export function send(
  response: ServerResponse,
  entry: Entry,
  state: State,
  now: number,
  ifNoneMatch?: string,
): void {
  const unchanged = ifNoneMatch !== undefined && matches(ifNoneMatch, entry.etag);
  const head = unchanged ? entry.unchanged : entry.whole;
  head[head.length - 3] = state;
  head[head.length - 1] = String(Math.max(0, Math.floor((now - entry.storedAt) / 1_000)));
  // An answer that comes straight from the shop has no age.
  response.writeHead(unchanged ? 304 : 200, state === "Miss" ? head.slice(0, -2) : head);
  response.end(unchanged ? undefined : entry.answer.body);
}

/** Whether If-None-Match names a tag, compared weakly: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function matches(ifNoneMatch: string, etag: string | undefined): boolean {
  const strong = (tag: string) => tag.trim().replace(/^W\//, "");
  return (
    ifNoneMatch.trim() === "*" ||
    (etag !== undefined && ifNoneMatch.split(",").map(strong).includes(strong(etag)))
  );
}
