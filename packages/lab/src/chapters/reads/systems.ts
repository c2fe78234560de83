import type { CacheOptions } from "./stores/cached.ts";

export interface System {
  key: string;
  name: string;
  what: string;
  replicas: number;
  cache?: CacheOptions;
  /** The edge keeps answers for so long. */
  edgeMs?: number;
}

export const TTL_MS = 500;
/** A replica under load applies changes this much later. */
export const APPLY_DELAY_MS = 20;

const lazy = { ttlMs: TTL_MS, onWrite: "nothing", hasLease: true } as const;

export const systems: System[] = [
  { key: "one", name: "one database", what: "every read is a query of the primary", replicas: 0 },
  ...[1, 2, 3, 4, 5].map((replicas) => ({
    key: `replicas-${replicas}`,
    name: replicas === 1 ? "1 replica" : `${replicas} replicas`,
    what: `streaming replicas answer the reads in turn; each applies changes ${APPLY_DELAY_MS} ms later, as under load`,
    replicas,
  })),
  {
    key: "lazy-simple",
    name: "lazy loading, no lease",
    what: `a reader that misses loads from the database into Valkey, for ${TTL_MS} ms; a write leaves the cache alone`,
    replicas: 0,
    cache: { ...lazy, hasLease: false },
  },
  {
    key: "lazy",
    name: "lazy loading",
    what: "the same, and only one reader loads an entry, while others wait for it",
    replicas: 0,
    cache: lazy,
  },
  {
    key: "lazy-delete",
    name: "lazy, deleted on write",
    what: "the same, and a write deletes its entry",
    replicas: 0,
    cache: { ...lazy, onWrite: "delete" },
  },
  {
    key: "through",
    name: "write-through",
    what: "the same, and a write puts the new version into the cache; an older one never replaces it",
    replicas: 0,
    cache: { ...lazy, onWrite: "set" },
  },
  {
    key: "edge",
    name: "the edge",
    what: `a cache in front of the shop keeps answers for ${TTL_MS} ms, and collapses requests for the same page`,
    replicas: 0,
    edgeMs: TTL_MS,
  },
];
