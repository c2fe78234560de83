import { between, type Random } from "@myclothes/demo-catalogue/random";
import type { Instance } from "../../runner/group.ts";
import { call } from "../../runner/http.ts";

export interface Page {
  version: number;
  source: string;
}

/** The shop with one system: how a reader and a merchant reach it. */
export interface Site {
  read(sku: string): Promise<Page>;
  write(sku: string): Promise<number>;
}

/** Requests take turns over the instances, and the edge stands before them. */
export function createSite(
  instances: Instance[],
  edge?: (key: string, load: () => Promise<Page>) => Promise<{ answer: Page; isHit: boolean }>,
): Site {
  let turn = 0;
  const ask = async (method: string, sku: string) => {
    const instance = instances[turn++ % instances.length];
    const reply = await call(`${instance?.url}/products/${sku}`, {
      method,
      ...(method === "PUT" && { body: "{}" }),
    });
    if (reply.status !== 200) throw new Error(`${method} ${sku}: ${reply.status} ${reply.body}`);
    return JSON.parse(reply.body.toString()) as Page;
  };
  const read = async (sku: string): Promise<Page> => {
    if (!edge) return ask("GET", sku);
    const { answer, isHit } = await edge(sku, () => ask("GET", sku));
    return isHit ? { ...answer, source: "edge" } : answer;
  };
  return { read, write: async (sku) => (await ask("PUT", sku)).version };
}

export const PRODUCTS = 30;
const ROUNDS = 40;
const READERS = 16;

export interface Counts {
  reads: number;
  writes: number;
  /** Reads by where they were answered. */
  sources: Map<string, number>;
  stale: number;
  /** Milliseconds since the answered version was replaced. */
  oldestMs: number;
  /** A writer who read at once, and did not see the own write. */
  ownMissed: number;
}

/** Half of all reads ask for the first three products. */
const popular = (next: Random) => `P-${next() < 0.5 ? between(next, 1, 3) : between(next, 1, PRODUCTS)}`;

/** Rounds of 16 reads at the same time, with one write a round, whose writer reads at once. */
export async function browse(site: Site, next: Random): Promise<Counts> {
  const counts: Counts = { reads: 0, writes: 0, sources: new Map(), stale: 0, oldestMs: 0, ownMissed: 0 };
  /** When each version was answered to its writer. */
  const written = new Map<string, Map<number, number>>();
  const look = async (sku: string) => {
    const started = performance.now();
    const latest = Math.max(0, ...(written.get(sku)?.keys() ?? []));
    const { version, source } = await site.read(sku);
    counts.reads++;
    counts.sources.set(source, (counts.sources.get(source) ?? 0) + 1);
    if (version >= latest) return version;
    counts.stale++;
    const replaced = [...(written.get(sku) ?? [])].find(([other]) => other > version)?.[1] ?? started;
    counts.oldestMs = Math.max(counts.oldestMs, started - replaced);
    return version;
  };
  const change = async (sku: string) => {
    const version = await site.write(sku);
    counts.writes++;
    const versions = written.get(sku) ?? new Map();
    written.set(sku, versions.set(version, performance.now()));
    if ((await look(sku)) < version) counts.ownMissed++;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const readers = Array.from({ length: READERS }, () => popular(next));
    await Promise.all([change(popular(next)), ...readers.map(look)]);
  }
  return counts;
}

export interface Stampede {
  queries: number;
  /** Queries without which it cannot be done: one, and one more for each lifetime that has passed meanwhile. */
  needed: number;
}

/** So many readers ask for the same cold product at the same moment. */
export async function stampede(site: Site, lifetimeMs: number, readers = 100): Promise<Stampede> {
  const started = performance.now();
  const pages = await Promise.all(Array.from({ length: readers }, () => site.read("P-COLD")));
  const queries = pages.filter(({ source }) => source === "primary" || source.startsWith("replica")).length;
  return { queries, needed: 1 + Math.floor((performance.now() - started) / lifetimeMs) };
}
