import type * as z from "zod";
import { type Context, clock, pause, timeLeft } from "../context.ts";
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
/** How long Aurora, or another who loads, is waited for where there is anything to show instead. */
const PATIENCE_MS = 1_000;
/** Longer than a load takes. One who dies while loading holds up nobody for longer. */
const CLAIM_MS = 3_000;

interface Options<V> {
  /** Names the entries' kind in the table. */
  kind: string;
  shape: z.ZodType<V>;
  /** How many this instance remembers; the oldest go first. */
  size: number;
  /**
   * Whether one instance loads a key while the others wait: for keys that very many ask for. Needs one key a call. That there is
   * nothing is remembered then too, since the claim ends with it.
   */
  claims: boolean;
}

/** Loads what is asked for, as of now. What it leaves out does not exist. */
export type Load<V> = (keys: string[]) => Promise<Map<string, V>>;

export interface Cache<V> {
  get(ctx: Context, keys: string[], load: Load<V>): Promise<Map<string, V>>;
  /** After an edit: it is loaded anew, by this instance and by every other whose own copy is no longer fresh. */
  forget(ctx: Context, keys: string[]): Promise<void>;
}

type Entries<V> = Map<string, Entry<V>>;

/**
 * Lazy loading: from this instance's memory, else from the table that all instances share, else from Aurora, whose answer is put
 * into both. An instance loads a key once at a time. The table is a short cut, never a must: without it, Aurora is asked.
 */
export function cache<V>({ kind, shape, size, claims }: Options<V>): Cache<V> {
  const memory: Entries<V> = new Map();
  const loading = new Map<string, Promise<Entries<V>>>();
  let awayUntil = 0;
  let edits = 0;

  async function get(ctx: Context, keys: string[], load: Load<V>): Promise<Map<string, V>> {
    const found = recall(keys);
    const due = [...new Set(keys)].filter((key) => age(ctx, found.get(key)) >= FRESH_MS);
    begin(
      ctx,
      due.filter((key) => !loading.has(key)),
      load,
    );
    for (const refreshed of await Promise.all(new Set(due.map((key) => loading.get(key))))) {
      for (const [key, entry] of refreshed ?? []) found.set(key, entry);
    }
    return new Map(
      keys.flatMap((key) => {
        const value = found.get(key)?.value;
        return value === undefined ? [] : [[key, value] as const];
      }),
    );
  }

  function begin(ctx: Context, keys: string[], load: Load<V>): void {
    if (keys.length === 0) return;
    const refreshed = refresh(ctx, keys, load).finally(() => {
      for (const key of keys) if (loading.get(key) === refreshed) loading.delete(key);
    });
    for (const key of keys) loading.set(key, refreshed);
  }

  /** The entries of these keys, as young as they are to be had. */
  async function refresh(ctx: Context, keys: string[], load: Load<V>): Promise<Entries<V>> {
    await readTable(ctx, keys);
    const known = recall(keys);
    const missing = keys.filter((key) => age(ctx, known.get(key)) >= FRESH_MS);
    const canShow = missing.every((key) => age(ctx, known.get(key)) < STALE_MS);
    if (missing.length === 0 || (canShow && clock(ctx) < awayUntil)) return known;
    const patience = canShow ? PATIENCE_MS : CLAIM_MS;
    if (claims && (await isLoadedByAnother(ctx, missing, patience))) {
      return new Map([...known, ...recall(keys)]);
    }
    try {
      const loaded = fetch(ctx, missing, load);
      return new Map([...known, ...(await (canShow ? patiently(ctx, loaded) : loaded))]);
    } catch (error) {
      awayUntil = clock(ctx) + AWAY_MS;
      if (!canShow) throw error;
      log("warn", "stale values are shown", { requestId: ctx.requestId, kind, error: describe(error) });
      return known;
    }
  }

  /** From Aurora. What was edited meanwhile is not remembered: it may be what it was before. */
  async function fetch(ctx: Context, keys: string[], load: Load<V>): Promise<Entries<V>> {
    const before = edits;
    const values = await load(keys);
    const entries = new Map(keys.map((key) => [key, { value: values.get(key), at: ctx.now }]));
    const kept = new Map([...entries].filter(([, { value }]) => claims || value !== undefined));
    for (const key of keys) if (!kept.has(key)) memory.delete(key);
    if (edits !== before) return entries;
    remember(kept);
    if (kept.size > 0) await asBestItCan(ctx, Table.write(ctx, kind, kept), undefined);
    return entries;
  }

  /** Waits for whoever has claimed the key, unless what we have may be shown meanwhile. */
  async function isLoadedByAnother(ctx: Context, keys: string[], patienceMs: number): Promise<boolean> {
    const [key = ""] = keys;
    const until = new Date(ctx.now.getTime() + CLAIM_MS);
    if (await asBestItCan(ctx, Table.claim(ctx, kind, key, until), true)) return false;
    if (age(ctx, memory.get(key)) < AGING_MS) return true;
    const least = timeLeft(ctx) - patienceMs;
    for (let wait = 25; timeLeft(ctx) > least; wait *= 1.5) {
      await pause(ctx, wait);
      await readTable(ctx, keys);
      if (age(ctx, memory.get(key)) < FRESH_MS) return true;
    }
    return false;
  }

  const readTable = async (ctx: Context, keys: string[]) =>
    remember(await asBestItCan(ctx, Table.read(ctx, kind, shape, keys), new Map<string, Entry<V>>()));

  const recall = (keys: string[]): Entries<V> =>
    new Map(
      keys.flatMap((key) => {
        const entry = memory.get(key);
        return entry ? [[key, entry] as const] : [];
      }),
    );

  /** The younger of two values stays. */
  function remember(entries: Entries<V>): void {
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

  async function forget(ctx: Context, keys: string[]): Promise<void> {
    edits++;
    for (const key of keys) {
      memory.delete(key);
      loading.delete(key);
    }
    await Table.remove(
      ctx,
      keys.map((key) => Table.keyOf(kind, key)),
    );
  }

  return { get, forget };
}

const age = ({ now }: Context, entry: Entry<unknown> | undefined): number =>
  now.getTime() - (entry?.at.getTime() ?? Number.NEGATIVE_INFINITY);

/** What takes too long goes on, and is remembered when it comes. */
function patiently<T>(ctx: Context, work: Promise<T>): Promise<T> {
  const late = pause(ctx, PATIENCE_MS).then(() => {
    throw new Error("Aurora takes too long");
  });
  return Promise.race([work, late]);
}

async function asBestItCan<T>(ctx: Context, work: Promise<T>, instead: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    log("warn", "the cache does not answer", { requestId: ctx.requestId, error: describe(error) });
    return instead;
  }
}
