import { type Context, clock } from "../context.ts";
import type { Loaded } from "./cache.table.ts";

/** An entry expires at a random age between these, so that not all instances reload it at the same moment. */
export const MIN_FRESH_MS = 20_000;
export const MAX_FRESH_MS = 30_000;
/** How far the clocks of two instances may differ. A later time comes from a wrong clock and is ignored. */
const CLOCK_TOLERANCE_MS = 2_000;

export interface Entry<V> extends Loaded<V> {
  /** In epoch ms. */
  expiresAt: number;
}
export type Entries<V> = Map<string, Entry<V>>;

/** What one instance remembers: at most `size` entries. The oldest ones are removed first. */
export function createMemory<V>(size: number) {
  const entries: Entries<V> = new Map();

  /** The entries of these keys, expired ones too. */
  const find = (ctx: Context, keys: string[]): Entries<V> =>
    new Map(
      keys.flatMap((key) => {
        const entry = entries.get(key);
        return entry && !isInFuture(ctx, entry.loadedAt) ? [[key, entry] as const] : [];
      }),
    );

  /** Adds entries and returns the added ones. An entry is left out when it is older than the one that is there. */
  function add(ctx: Context, loaded: Map<string, Loaded<V>>): Entries<V> {
    const known = find(ctx, [...loaded.keys()]);
    const added: Entries<V> = new Map();
    for (const [key, { value, loadedAt }] of loaded) {
      if (isInFuture(ctx, loadedAt) || loadedAt < (known.get(key)?.loadedAt ?? 0)) continue;
      const freshMs = MIN_FRESH_MS + Math.random() * (MAX_FRESH_MS - MIN_FRESH_MS);
      added.set(key, { value, loadedAt, expiresAt: loadedAt + freshMs });
    }
    for (const [key, entry] of added) {
      // A Map lists its keys in the order in which they were set.
      entries.delete(key);
      entries.set(key, entry);
    }
    for (const key of entries.keys()) {
      if (entries.size <= size) break;
      entries.delete(key);
    }
    return added;
  }

  return { find, add };
}

/** An entry that would stay fresh for too long was made by a wrong clock, and counts as expired. */
export function isExpired(ctx: Context, entry: Entry<unknown> | undefined): boolean {
  if (!entry) return true;
  return entry.expiresAt <= clock(ctx) || isInFuture(ctx, entry.expiresAt - MAX_FRESH_MS);
}

const isInFuture = (ctx: Context, time: number): boolean => time > clock(ctx) + CLOCK_TOLERANCE_MS;
