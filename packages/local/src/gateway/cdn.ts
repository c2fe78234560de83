import * as deployedRules from "@myclothes/functions/edge-rules";
import { type CacheLimits, createCache } from "./cache.ts";
import { type Entry, entryOf, type State } from "./entry.ts";
import type { GatewayResponse } from "./event.ts";
import { lifetime } from "./lifetime.ts";
import { pathOf } from "./target.ts";

export type EdgeRules = typeof deployedRules;

export interface EdgeOptions extends CacheLimits {
  /** Those of `functions/src/edge.rules.ts` unless given. */
  rules?: EdgeRules;
  /** The edge's clock in epoch milliseconds, for tests. */
  now?: () => number;
}

/** Asks the shop for a target. With an ETag the shop may answer 304: the cached answer is still right. */
export type Ask = (etag?: string) => Promise<GatewayResponse>;

type Cached = { state: State; entry: Entry };
export type EdgeAnswer = Cached | { state: "Miss"; answer: GatewayResponse };

export interface Edge {
  rules: EdgeRules;
  now: () => number;
  /** The answer that can be sent at once. A stale one is loaded again after it has been sent. */
  cached(target: string, ask: Ask): Cached | undefined;
  /** Asks the shop. Requests for the same target share one call, if the answer may be shared. */
  load(target: string, ask: Ask): Promise<EdgeAnswer>;
}

/** Caches the answers of public reads and pages as CloudFront does, and asks the shop once at a time for each target. */
export function createEdge({ rules = deployedRules, now = Date.now, ...limits }: EdgeOptions = {}): Edge {
  const cache = createCache(limits);
  /** What other requests for the target wait for: undefined where the answer may not be shared. */
  const loading = new Map<string, Promise<Cached | undefined>>();

  const cached = (target: string, ask: Ask): Cached | undefined => {
    const entry = cache.get(target);
    if (!entry) return undefined;
    const at = now();
    if (at < entry.freshUntil) return { state: "Hit", entry };
    if (at >= entry.staleUntil) return undefined;
    if (!loading.has(target)) startLoading(target, ask).catch(() => {});
    return { state: "Stale", entry };
  };

  const load = async (target: string, ask: Ask): Promise<EdgeAnswer> => {
    const other = loading.get(target);
    if (!other) return startLoading(target, ask);
    return (await other) ?? askShop(target, ask);
  };

  const startLoading = (target: string, ask: Ask): Promise<EdgeAnswer> => {
    const answer = askShop(target, ask);
    const shared = answer.then(toShare, () => undefined).finally(() => loading.delete(target));
    loading.set(target, shared);
    return answer;
  };
  const toShare = (answer: EdgeAnswer): Cached | undefined => {
    if (!("entry" in answer)) return undefined;
    if (answer.state === "Stale") return answer;
    return now() < answer.entry.staleUntil ? { state: "Hit", entry: answer.entry } : undefined;
  };

  const askShop = async (target: string, ask: Ask): Promise<EdgeAnswer> => {
    const old = cache.get(target);
    const insteadOfError = (): Cached | undefined =>
      old && now() < old.errorUntil ? { state: "Stale", entry: old } : undefined;
    try {
      const answer = await ask(old?.etag);
      if (answer.status === 304 && old?.etag) {
        const entry = store(target, withNewHeaders(old.answer, answer));
        if (entry) return { state: "RefreshHit", entry };
        // The shop no longer allows caching it, so the old answer is not sent either.
        return { state: "Miss", answer: await ask() };
      }
      if (answer.status >= 500) return insteadOfError() ?? { state: "Miss", answer };
      const entry = store(target, answer);
      return entry ? { state: "Miss", entry } : { state: "Miss", answer };
    } catch (error) {
      const entry = insteadOfError();
      if (entry) return entry;
      throw error;
    }
  };

  const store = (target: string, answer: GatewayResponse): Entry | undefined => {
    // The old answer is removed even when the new one may not be cached.
    cache.remove(target);
    const life = lifetime(answer, rules.maxAgeOf(pathOf({ url: target })));
    if (!life) return undefined;
    const entry = entryOf(target, answer, life, now());
    cache.put(target, entry);
    return entry;
  };

  return { rules, now, cached, load };
}

/** The cached answer with the headers of the 304, except those that describe content: a 304 has none. */
function withNewHeaders(
  { headers, body }: GatewayResponse,
  { headers: newer }: GatewayResponse,
): GatewayResponse {
  const changed = Object.entries(newer).filter(([name]) => !name.startsWith("content-"));
  return { status: 200, headers: { ...headers, ...Object.fromEntries(changed) }, body };
}
