import type * as z from "zod";
import { type Context, pause, timeLeft } from "../context.ts";
import { describe, log } from "../log.ts";
import type { Entry } from "./cache.table.ts";
import * as Table from "./cache.table.ts";

/** An entry younger than this is as good as Aurora's. */
export const FRESH_MS = 30_000;
/** Up to this age it may be shown while somebody loads it anew: nothing older is shown as long as Aurora answers. */
export const AGING_MS = 60_000;
/** Up to this age it is better than nothing while Aurora is away. */
export const STALE_MS = 3_600_000;
/** For how long Aurora is not asked again, after it did not answer, where there is anything to show instead. */
const AWAY_MS = 5_000;
/** Longer than a load takes. One who dies while loading holds up nobody for longer. */
const CLAIM_MS = 3_000;

interface Options<V> {
  /** Names the entries' kind in the table. */
  kind: string;
  shape: z.ZodType<V>;
  /** How many this instance remembers; the oldest go first. */
  size: number;
  /** Whether one instance loads a key while the others wait: for keys that very many ask for. Needs one key a call. */
  claims: boolean;
}

/** Loads what is asked for, as of now. What it leaves out does not exist. */
export type Load<V> = (keys: string[]) => Promise<Map<string, V>>;

export interface Cache<V> {
  get(ctx: Context, keys: string[], load: Load<V>): Promise<Map<string, V>>;
  /** After an edit: it is loaded anew, by this instance and by every other whose own copy is no longer fresh. */
  forget(ctx: Context, keys: string[]): Promise<void>;
}

/**
 * Lazy loading: from this instance's memory, else from the table that all instances share, else from Aurora, whose answer is put
 * into both. An instance loads a key once at a time. The table is a short cut, never a must: without it, Aurora is asked.
 */
export function cache<V>({ kind, shape, size, claims }: Options<V>): Cache<V> {
  const memory = new Map<string, Entry<V>>();
  const loading = new Map<string, Promise<void>>();
  let awayUntil = 0;

  async function get(ctx: Context, keys: string[], load: Load<V>): Promise<Map<string, V>> {
    const wanted = [...new Set(keys)].filter((key) => age(ctx, key) >= FRESH_MS);
    begin(
      ctx,
      wanted.filter((key) => !loading.has(key)),
      load,
    );
    await Promise.all(new Set(wanted.map((key) => loading.get(key))));
    return new Map(
      keys.flatMap((key) => {
        const entry = memory.get(key);
        return entry ? [[key, entry.value] as const] : [];
      }),
    );
  }

  function begin(ctx: Context, keys: string[], load: Load<V>): void {
    if (keys.length === 0) return;
    const refreshed = refresh(ctx, keys, load).finally(() => {
      for (const key of keys) loading.delete(key);
    });
    for (const key of keys) loading.set(key, refreshed);
  }

  async function refresh(ctx: Context, keys: string[], load: Load<V>): Promise<void> {
    await readTable(ctx, keys);
    const missing = keys.filter((key) => age(ctx, key) >= FRESH_MS);
    const canWait = ctx.now.getTime() < awayUntil && missing.every((key) => age(ctx, key) < STALE_MS);
    if (missing.length === 0 || canWait || (claims && (await isLoadedByAnother(ctx, missing)))) return;
    try {
      const loaded = await load(missing);
      for (const key of missing) memory.delete(key);
      const entries = new Map([...loaded].map(([key, value]) => [key, { value, at: ctx.now }]));
      remember(entries);
      if (entries.size > 0) await asBestItCan(ctx, Table.write(ctx, kind, entries), undefined);
    } catch (error) {
      awayUntil = ctx.now.getTime() + AWAY_MS;
      if (missing.some((key) => age(ctx, key) >= STALE_MS)) throw error;
      log("warn", "stale values are shown", { requestId: ctx.requestId, kind, error: describe(error) });
    }
  }

  /** Waits for whoever has claimed the key, unless what we have may be shown meanwhile. */
  async function isLoadedByAnother(ctx: Context, keys: string[]): Promise<boolean> {
    const [key = ""] = keys;
    const until = new Date(ctx.now.getTime() + CLAIM_MS);
    if (await asBestItCan(ctx, Table.claim(ctx, kind, key, until), true)) return false;
    if (age(ctx, key) < AGING_MS) return true;
    const patience = timeLeft(ctx) - CLAIM_MS;
    for (let wait = 25; timeLeft(ctx) > patience; wait *= 1.5) {
      await pause(ctx, wait);
      await readTable(ctx, keys);
      if (age(ctx, key) < FRESH_MS) return true;
    }
    return false;
  }

  const readTable = async (ctx: Context, keys: string[]) =>
    remember(await asBestItCan(ctx, Table.read(ctx, kind, shape, keys), new Map<string, Entry<V>>()));

  /** The younger of two values stays. */
  function remember(entries: Map<string, Entry<V>>): void {
    for (const [key, entry] of entries) {
      const known = memory.get(key);
      if (known && known.at > entry.at) continue;
      memory.delete(key);
      memory.set(key, entry);
    }
    for (const key of memory.keys()) {
      if (memory.size <= size) break;
      memory.delete(key);
    }
  }

  const age = ({ now }: Context, key: string): number =>
    now.getTime() - (memory.get(key)?.at.getTime() ?? Number.NEGATIVE_INFINITY);

  async function forget(ctx: Context, keys: string[]): Promise<void> {
    for (const key of keys) memory.delete(key);
    await Table.remove(
      ctx,
      keys.map((key) => Table.keyOf(kind, key)),
    );
  }

  return { get, forget };
}

async function asBestItCan<T>(ctx: Context, work: Promise<T>, instead: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    log("warn", "the cache does not answer", { requestId: ctx.requestId, error: describe(error) });
    return instead;
  }
}
