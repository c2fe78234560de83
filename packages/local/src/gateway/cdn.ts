import { type CacheLimits, createCache } from "./cache.ts";
import { type Entry, entryOf, type State } from "./entry.ts";
import type { GatewayResponse } from "./event.ts";
import { lifetime } from "./lifetime.ts";

export interface EdgeOptions extends CacheLimits {
  /** The edge's clock in epoch milliseconds, for tests. */
  now?: () => number;
}

/** Asks the shop for a target; with an ETag, whether the copy of that name still holds. */
export type Ask = (etag?: string) => Promise<GatewayResponse>;

type Kept = { state: State; entry: Entry };
export type Shown = Kept | { state: "Miss"; answer: GatewayResponse };

/** Keeps the answers of public reads as CloudFront does, and asks the shop for each target once at a time. */
export function createEdge({ now = Date.now, ...limits }: EdgeOptions = {}) {
  const cache = createCache(limits);
  /** What others who want the same wait for: undefined where it may not be shared. */
  const flights = new Map<string, Promise<Kept | undefined>>();

  /** What can be shown at once. Where it is stale, it is fetched anew behind the viewer's back. */
  const kept = (target: string, ask: Ask): Kept | undefined => {
    const entry = cache.get(target);
    if (!entry) return undefined;
    const at = now();
    if (at < entry.freshUntil) return { state: "Hit", entry };
    if (at >= entry.staleUntil) return undefined;
    if (!flights.has(target)) fly(target, ask).catch(() => {});
    return { state: "Stale", entry };
  };

  /** What the shop says, to whoever asked first and to those who have come since, where it may be shared. */
  const fetched = async (target: string, ask: Ask): Promise<Shown> => {
    const flight = flights.get(target);
    if (!flight) return fly(target, ask);
    return (await flight) ?? asked(target, ask);
  };

  const fly = (target: string, ask: Ask): Promise<Shown> => {
    const asking = asked(target, ask);
    const flight = asking.then(shared, () => undefined).finally(() => flights.delete(target));
    flights.set(target, flight);
    return asking;
  };
  const shared = (shown: Shown): Kept | undefined => {
    if (!("entry" in shown)) return undefined;
    if (shown.state === "Stale") return shown;
    return now() < shown.entry.staleUntil ? { state: "Hit", entry: shown.entry } : undefined;
  };

  const asked = async (target: string, ask: Ask): Promise<Shown> => {
    const old = cache.get(target);
    const spare = (): Kept | undefined =>
      old && now() < old.errorUntil ? { state: "Stale", entry: old } : undefined;
    try {
      const answer = await ask(old?.etag);
      if (answer.status === 304 && old?.etag) {
        const entry = keep(target, renewed(old.answer, answer));
        if (entry) return { state: "RefreshHit", entry };
        // The shop has changed its mind about keeping it: then nobody gets the copy.
        return { state: "Miss", answer: await ask() };
      }
      if (answer.status >= 500) return spare() ?? { state: "Miss", answer };
      const entry = keep(target, answer);
      return entry ? { state: "Miss", entry } : { state: "Miss", answer };
    } catch (error) {
      const entry = spare();
      if (entry) return entry;
      throw error;
    }
  };

  const keep = (target: string, answer: GatewayResponse): Entry | undefined => {
    // What was kept before is not shown again, whatever has come in its place.
    cache.remove(target);
    const life = lifetime(answer);
    if (!life) return undefined;
    const entry = entryOf(target, answer, life, now());
    cache.put(target, entry);
    return entry;
  };

  return { kept, fetched };
}

/** The copy with the headers of the 304, which speaks of no content of its own. */
function renewed({ headers, body }: GatewayResponse, { headers: newer }: GatewayResponse): GatewayResponse {
  const said = Object.entries(newer).filter(([name]) => !name.startsWith("content-"));
  return { status: 200, headers: { ...headers, ...Object.fromEntries(said) }, body };
}
