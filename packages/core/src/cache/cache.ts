import type * as z from "zod";
import type { Item, Key } from "../aws/dynamo.ts";
import { type Context, clock } from "../context.ts";
import { describe, log } from "../log.ts";
import { withTimeout } from "../timeout.ts";
import { type Deferred, isOpen, orFallback } from "./cache.deferred.ts";
import { createMemory, type Entry, isExpired } from "./cache.memory.ts";
import * as Table from "./cache.table.ts";

export { type Deferred, deferWrites, storeDeferred, takeDeferred } from "./cache.deferred.ts";

/** While Aurora is unavailable, expired values are served up to this age. */
export const STALE_MS = 3_600_000;
/** How long a request waits for Aurora when there is a stale value to serve. */
const PATIENCE_MS = 1_000;
/** How long stale values are served before Aurora is asked again. */
const RETRY_MS = 5_000;

interface Options<V> {
  /** The prefix of the keys in the table. */
  kind: string;
  shape: z.ZodType<V>;
  /** How many entries an instance remembers. */
  size: number;
}

/** Loads the values of these keys from Aurora. A key that is missing from the result does not exist. */
export type Load<V> = (keys: string[]) => Promise<Map<string, V>>;

/** Items that another read takes along. `take` gets them in the order of the keys. */
export interface Reads {
  keys: Key[];
  take(items: (Item | undefined)[]): void;
}

export interface Cache<V> {
  /**
   * The values of these keys. Keys that do not exist are left out. Throws the error of `load`, unless stale values can be served.
   * `deferred` receives what the table lacks; the caller stores it.
   */
  get(ctx: Context, keys: string[], load: Load<V>, deferred?: Deferred): Promise<Map<string, V>>;
  /** What a request that is about to need these keys can read from the table, together with its own items. */
  reads(ctx: Context, keys: string[]): Reads;
  /** Loads the keys again after a change in Aurora. Other instances show the change when their own entries have expired. */
  refresh(ctx: Context, keys: string[], load: Load<V>): Promise<void>;
}

/**
 * Lazy loading: a value comes from this instance's memory, else from the table that all instances share, else from Aurora. Keys
 * that do not exist are cached too. Requests of one instance share a load. Instances do not wait for each other: the edge
 * collapses equal requests, and the entries of different instances expire at different times.
 */
export function cache<V>({ kind, shape, size }: Options<V>): Cache<V> {
  const memory = createMemory<V>(size);
  type Loaded = Map<string, Table.Loaded<V>>;
  /** By key. Whoever joins a reload has the deadline of its first request. On Lambda an instance has one request at a time. */
  const reloads = new Map<string, Promise<Loaded>>();
  /** The keys for which a request has already read the table. */
  const askedBy = new WeakMap<Context, Set<string>>();

  function reads(ctx: Context, keys: string[]): Reads {
    const known = memory.find(ctx, keys);
    const wanted = [...new Set(keys)].filter((key) => isExpired(ctx, known.get(key)) && !reloads.has(key));
    return {
      keys: wanted.map((key) => Table.keyOf(kind, key)),
      take: (items) => {
        memory.add(ctx, Table.parse(shape, wanted, items));
        askedBy.set(ctx, new Set(wanted));
      },
    };
  }

  async function get(
    ctx: Context,
    keys: string[],
    load: Load<V>,
    deferred?: Deferred,
  ): Promise<Map<string, V>> {
    const known = memory.find(ctx, keys);
    const found: Loaded = new Map(known);
    const expired = [...new Set(keys)].filter((key) => isExpired(ctx, known.get(key)));
    if (expired.length === 0) ctx.counts.push("CacheHits");
    const unstarted = expired.filter((key) => !reloads.has(key));
    if (unstarted.length > 0) startReload(ctx, unstarted, load, deferred);
    for (const reloaded of await Promise.all(new Set(expired.map((key) => reloads.get(key))))) {
      for (const [key, entry] of reloaded ?? []) found.set(key, entry);
    }
    return new Map(
      keys.flatMap((key) => {
        const value = found.get(key)?.value;
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  function startReload(ctx: Context, keys: string[], load: Load<V>, deferred?: Deferred): void {
    const reloading = reload(ctx, keys, load, deferred).finally(() => {
      for (const key of keys) reloads.delete(key);
    });
    for (const key of keys) reloads.set(key, reloading);
  }

  /** The entries that the table has and this request has not read yet. */
  async function readTable(ctx: Context, keys: string[]): Promise<Loaded> {
    const asked = askedBy.get(ctx) ?? new Set();
    const known = memory.find(ctx, keys);
    const isMissing = (key: string) => !isUsable(ctx, known.get(key));
    const unread = keys.filter((key) => !asked.has(key));
    // If Aurora must load one key in any case, it loads the others in the same call.
    if (unread.length === 0 || keys.some((key) => asked.has(key) && isMissing(key))) return new Map();
    return orFallback(ctx, Table.read(ctx, kind, shape, unread), new Map());
  }

  async function reload(
    ctx: Context,
    keys: string[],
    load: Load<V>,
    deferred: Deferred | undefined,
  ): Promise<Loaded> {
    const stored = await readTable(ctx, keys);
    const known = new Map([...memory.find(ctx, keys), ...memory.add(ctx, stored)]);
    const expired = keys.filter((key) => isExpired(ctx, known.get(key)));
    ctx.counts.push(expired.length === 0 ? "CacheTableHits" : "CacheMisses");
    if (expired.length === 0) return known;
    const stale = expired.flatMap((key) => known.get(key) ?? []).filter((entry) => isUsable(ctx, entry));
    const canServeStale = stale.length === expired.length;
    const loading = loadAll(ctx, expired, load, { storeMisses: false, deferred });
    try {
      return new Map([
        ...known,
        ...(await (canServeStale ? withTimeout(loading, PATIENCE_MS, late) : loading)),
      ]);
    } catch (error) {
      if (!canServeStale) throw error;
      log("warn", "Stale values are served.", { requestId: ctx.requestId, kind, error: describe(error) });
      for (const entry of stale) entry.expiresAt = Math.min(clock(ctx) + RETRY_MS, entry.loadedAt + STALE_MS);
      return known;
    }
  }

  /** Loads from Aurora into memory and the table. Guessed keys would fill the table, so it stores misses only after a change. */
  async function loadAll(
    ctx: Context,
    keys: string[],
    load: Load<V>,
    { storeMisses, deferred }: { storeMisses: boolean; deferred?: Deferred | undefined },
  ): Promise<Loaded> {
    const loadedAt = clock(ctx);
    const values = await load(keys);
    const loaded: Loaded = new Map(keys.map((key) => [key, { value: values.get(key), loadedAt }]));
    const added = [...memory.add(ctx, loaded)].filter(([, { value }]) => storeMisses || value !== undefined);
    if (added.length === 0) return loaded;
    if (deferred && isOpen(deferred)) deferred.puts.push(...Table.putsOf(kind, new Map(added)));
    else await orFallback(ctx, Table.write(ctx, kind, new Map(added)), undefined);
    return loaded;
  }

  async function refresh(ctx: Context, keys: string[], load: Load<V>): Promise<void> {
    await loadAll(ctx, keys, load, { storeMisses: true });
  }

  return { get, reads, refresh };
}

/** A key that did not exist may exist by now. */
const isUsable = (ctx: Context, entry: Entry<unknown> | undefined): boolean =>
  entry?.value !== undefined && clock(ctx) < entry.loadedAt + STALE_MS;

/** The load goes on, and its values are remembered. */
const late = () => new Error(`Aurora did not answer within ${PATIENCE_MS} ms.`);
