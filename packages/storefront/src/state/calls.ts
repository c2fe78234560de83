import { signal } from "@preact/signals";
import { isOfPayments, readTiming, readTotal, type StoreCall } from "./calls.rules.ts";

/** One answer of the shop, as the strip shows it. */
export interface Call {
  number: number;
  method: string;
  path: string;
  status: number;
  /** The instance that answered, such as `2-14205`. Undefined if the edge answered by itself. */
  servedBy: string | undefined;
  /** CloudFront's word for how the edge answered, such as `Hit` or `Miss`. */
  cache: string;
  /** Empty if the edge answered by itself: it repeats the headers of the answer that it keeps. */
  stores: StoreCall[];
  /** What the function took, in ms. */
  shopMs: number | undefined;
  /** The size of the answer on its way, if its header tells. */
  bytes: number | undefined;
  /** What the browser waited, in ms. */
  ms: number;
  /** Whether an earlier request with the same idempotency key got no answer. */
  isRepeat: boolean;
}

/** The latest calls, the newest first. */
export const calls = signal<Call[]>([]);
/** Instances of `Api` that have answered this page, and whether each is still there. */
export const instances = signal<{ name: string; isKilled: boolean }[]>([]);
/** Whether the shop runs on this machine, where the page may kill the instance that answered. */
export const isLocal = signal(false);

const KEPT = 40;
const sentKeys = new Set<string>();
let count = 0;

/** Notes an answer for the strip. `ms` is what the browser waited. */
export function record(request: Request, { status, headers }: Response, ms: number): void {
  const cache = headers.get("x-cache")?.replace(/ from cloudfront$/i, "") ?? "";
  const isHit = /^(hit|stale)/i.test(cache);
  const servedBy = isHit ? undefined : (headers.get("x-served-by") ?? undefined);
  const timing = headers.get("server-timing") ?? "";
  const key = request.headers.get("idempotency-key");
  const call: Call = {
    number: ++count,
    method: request.method,
    path: new URL(request.url).pathname,
    status,
    servedBy,
    cache,
    stores: servedBy ? readTiming(timing) : [],
    shopMs: servedBy ? readTotal(timing) : undefined,
    bytes: Number(headers.get("content-length") ?? Number.NaN) || undefined,
    ms,
    isRepeat: key !== null && sentKeys.has(key),
  };
  if (key !== null) sentKeys.add(key);
  calls.value = [call, ...calls.value].slice(0, KEPT);
  if (headers.has("x-local-gateway")) isLocal.value = true;
  if (servedBy && !isOfPayments(call.path)) instances.value = withAnswer(servedBy);
}

/** An instance's name is its number and its process: `2-14205`. A new process takes the number of one that has ended. */
function withAnswer(name: string) {
  const number = (of: string) => of.split("-")[0];
  const others = instances.value.filter((one) => number(one.name) !== number(name));
  return [...others, { name, isKilled: false }].sort((one, other) => one.name.localeCompare(other.name));
}

/** The newest call that an instance of `Api` answered. The bag is there, so these are the ones to kill. */
export const lastAnswered = (): Call | undefined =>
  calls.value.find(({ servedBy, path }) => servedBy && !isOfPayments(path));

/** Kills an instance of the shop on this machine, as `kill -9` does. Returns whether it was there. */
export async function kill(name: string): Promise<boolean> {
  const { ok } = await fetch(`/__local/instances/${name}`, { method: "DELETE" });
  instances.value = instances.value.map((one) => (one.name === name ? { ...one, isKilled: true } : one));
  return ok;
}
