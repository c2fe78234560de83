import type { Call } from "../../state/calls.ts";

export type Store = "dynamodb" | "aurora" | "sqs";
/** Where a request goes. */
export type Place = "browser" | "edge" | "gateway" | "function" | Store;

/** The store of an operation, such as `data-api.ExecuteStatement`. Undefined: one that the drawing does not have. */
export function storeOf(name: string): Store | undefined {
  if (name.startsWith("dynamodb.")) return "dynamodb";
  if (name.startsWith("data-api.")) return "aurora";
  return name.startsWith("sqs.") ? "sqs" : undefined;
}

type Reached = Pick<Call, "servedBy" | "stores" | "cache">;

/** Whether the request came to the shop. An edge may also ask it whether an old answer is still valid. */
export const reachesShop = ({ servedBy, cache }: Pick<Call, "servedBy" | "cache">): boolean =>
  servedBy !== undefined || edgeWord(cache) === "refreshed";

/** More store calls than this make the drawing no clearer. */
const MAX_TURNS = 8;

/** The places of a request in order, there and back. */
export function wayOf({ servedBy, stores, cache }: Reached): Place[] {
  if (!reachesShop({ servedBy, cache })) return ["browser", "edge", "browser"];
  const turns = stores.slice(0, MAX_TURNS).flatMap(({ name }): Place[] => {
    const store = storeOf(name);
    return store ? [store, "function"] : [];
  });
  return ["browser", "edge", "gateway", "function", ...turns, "gateway", "edge", "browser"];
}

/** How often and how long a request used a store. */
export function useOf({ stores }: Pick<Call, "stores">, store: Store): { calls: number; ms: number } {
  const own = stores.filter(({ name }) => storeOf(name) === store);
  return { calls: own.length, ms: own.reduce((sum, { ms }) => sum + ms, 0) };
}

/** Where a bar begins and ends, as shares of what the browser waited. */
export interface Bar {
  from: number;
  to: number;
}

/**
 * The bars of a waterfall. The answer tells how long the function and its store calls took, and not when they began: the rest
 * is put half before and half after the function, and the store calls one after another. Store calls that ran at the same time
 * take longer together than the function: then all begin with it.
 */
export function waterfall({ ms, shopMs, stores }: Pick<Call, "ms" | "shopMs" | "stores">) {
  if (shopMs === undefined || ms <= 0) return { function: undefined, stores: [] };
  const shop = Math.min(shopMs, ms);
  const begin = (ms - shop) / 2;
  const end = begin + shop;
  const areParallel = stores.reduce((sum, one) => sum + one.ms, 0) > shop;
  let next = begin;
  const bars = stores.map((one): Bar => {
    const from = areParallel ? begin : next;
    next = from + one.ms;
    return { from: from / ms, to: Math.min(next, end) / ms };
  });
  return { function: { from: begin / ms, to: end / ms }, stores: bars };
}

/** What the edge did, by CloudFront's words and those of the local gateway. */
export function edgeWord(cache: string): "hit" | "stale" | "refreshed" | "miss" | "pass" | "unknown" {
  if (/refresh/i.test(cache)) return "refreshed";
  if (/stale/i.test(cache)) return "stale";
  if (/hit/i.test(cache)) return "hit";
  if (/miss/i.test(cache)) return "miss";
  return /pass/i.test(cache) ? "pass" : "unknown";
}

/** A short form of an instance's name. Those of AWS have 32 digits. */
export const shortName = (name: string): string => (name.length > 12 ? name.slice(0, 8) : name);

/** How many instances fit into the drawing. */
const MAX_INSTANCES = 4;

/** The instances to draw: those that are known, the one that answered always among them. */
export function instancesOf(
  known: { name: string; isKilled: boolean }[],
  servedBy: string | undefined,
): { name: string; isKilled: boolean; hasAnswered: boolean }[] {
  const all = known.map((one) => ({ ...one, hasAnswered: one.name === servedBy }));
  if (servedBy && !all.some(({ hasAnswered }) => hasAnswered))
    // Another process has taken its place since.
    all.push({ name: servedBy, isKilled: true, hasAnswered: true });
  const shown = all.filter(({ hasAnswered }) => hasAnswered);
  const others = all.filter(({ hasAnswered }) => !hasAnswered);
  return [...shown, ...others.slice(-(MAX_INSTANCES - shown.length))].sort((one, other) =>
    one.name.localeCompare(other.name),
  );
}
