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
   * nothing is kept in the table then too, since the claim ends with it.
   */
  claims: boolean;
}

/** Loads what is asked for, as of now. What it leaves out does not exist. */
export type Load<V> = (keys: string[]) => Promise<Map<string, V>>;

export interface Cache<V> {
  get(ctx: Context, keys: string[], load: Load<V>): Promise<Map<string, V>>;
  /** After an edit: it is loaded anew, by this instance and by every other whose own copy is no longer fresh. */
  forget(ctx: Context, keys: string[]): Promise<void>;
  /** After a deletion: like `forget`, and stores a miss in the table, so that no instance shows an old copy. */
  erase(ctx: Context, keys: string[]): Promise<void>;
}

/** What is remembered, and until when Aurora is not asked again, since it did not answer. */
interface Held<V> extends Entry<V> {
  until?: number;
}
type Entries<V> = Map<string, Held<V>>;

/**
 * Lazy loading: from this instance's memory, else from the table that all instances share, else from Aurora, whose answer is put
 * into both. Who asks for a key that is being loaded waits for that load, under the first asker's deadline: in Lambda an instance
 * has one at a time. The table is a short cut, never a must: without it, Aurora is asked.
 */
export function cache<V>({ kind, shape, size, claims }: Options<V>): Cache<V> {
  const memory: Entries<V> = new Map();
  const loading = new Map<string, Promise<Entries<V>>>();
  /** When a key was edited by this instance: what was loaded before is not taken for what it is now. */
  const edited = new Map<string, number>();

  async function get(ctx: Context, keys: string[], load: Load<V>): Promise<Map<string, V>> {
    const found = recall(ctx, keys);
    const due = [...new Set(keys)].filter((key) => isDue(ctx, found.get(key)));
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
    const known = new Map([...recall(ctx, keys), ...(await readTable(ctx, keys))]);
    const due = keys.filter((key) => isDue(ctx, known.get(key)));
    if (due.length === 0) return known;
    // That there was nothing is nothing to show.
    const canShow = due.every(
      (key) => known.get(key)?.value !== undefined && age(ctx, known.get(key)) < STALE_MS,
    );
    const loaded = claims && (await loadedByAnother(ctx, due, known, canShow ? PATIENCE_MS : CLAIM_MS));
    if (loaded) return new Map([...known, ...loaded]);
    try {
      const work = fetch(ctx, due, load);
      return new Map([...known, ...(await (canShow ? patiently(work) : work))]);
    } catch (error) {
      if (!canShow) throw error;
      log("warn", "stale values are shown", { requestId: ctx.requestId, kind, error: describe(error) });
      const until = clock(ctx) + AWAY_MS;
      remember(ctx, new Map(due.map((key) => [key, { ...(known.get(key) as Entry<V>), until }])));
      return known;
    }
  }

  /** From Aurora. */
  async function fetch(ctx: Context, keys: string[], load: Load<V>): Promise<Entries<V>> {
    const values = await load(keys).catch(async (error: unknown) => {
      // Nobody waits for a load that has failed: a permanent error would cost each request the whole wait.
      if (claims) await asBestItCan(ctx, Table.release(ctx, kind, keys[0] ?? ""), undefined);
      throw error;
    });
    const entries = new Map(keys.map((key) => [key, { value: values.get(key), at: ctx.now }]));
    for (const key of keys) if (!values.has(key)) memory.delete(key);
    remember(ctx, entries);
    const kept = [...entries].filter(
      ([key, entry]) => isCurrent(ctx, key, entry) && (claims || entry.value !== undefined),
    );
    if (kept.length > 0) await asBestItCan(ctx, Table.write(ctx, kind, new Map(kept)), undefined);
    return entries;
  }

  /** Waits for whoever has claimed the key, unless what is known may be shown meanwhile. Undefined: it is ours to load. */
  async function loadedByAnother(
    ctx: Context,
    keys: string[],
    known: Entries<V>,
    patienceMs: number,
  ): Promise<Entries<V> | undefined> {
    const [key = ""] = keys;
    const until = new Date(clock(ctx) + CLAIM_MS);
    if (await asBestItCan(ctx, Table.claim(ctx, kind, key, until), true)) return undefined;
    if (age(ctx, known.get(key)) < AGING_MS) return known;
    const least = timeLeft(ctx) - patienceMs;
    for (let wait = 25; timeLeft(ctx) > least; wait *= 1.5) {
      await pause(ctx, wait);
      const found = await readTable(ctx, keys);
      if (age(ctx, found.get(key)) < FRESH_MS) return found;
    }
    return undefined;
  }

  /** What the table has that is younger than what we know ourselves. */
  async function readTable(ctx: Context, keys: string[]): Promise<Entries<V>> {
    const found = await asBestItCan(ctx, Table.read(ctx, kind, shape, keys), new Map<string, Entry<V>>());
    const known = recall(ctx, keys);
    const younger = [...found].filter(
      ([key, entry]) =>
        isCurrent(ctx, key, entry) &&
        !isAhead(ctx, entry.at.getTime()) &&
        entry.at.getTime() > (known.get(key)?.at.getTime() ?? 0),
    );
    remember(ctx, new Map(younger));
    return new Map(younger);
  }

  const recall = (ctx: Context, keys: string[]): Entries<V> =>
    new Map(
      keys.flatMap((key) => {
        const entry = memory.get(key);
        return entry && !isAhead(ctx, entry.at.getTime()) ? [[key, entry] as const] : [];
      }),
    );

  const isCurrent = (ctx: Context, key: string, { at }: Entry<V>): boolean => {
    const edit = edited.get(key) ?? 0;
    return at.getTime() >= edit || isAhead(ctx, edit);
  };

  /** The younger of two values stays. That there is nothing is left to the table: guesses would push out what there is. */
  function remember(ctx: Context, entries: Entries<V>): void {
    const knownEntries = recall(ctx, [...entries.keys()]);
    for (const [key, entry] of entries) {
      const known = knownEntries.get(key);
      if (entry.value === undefined || !isCurrent(ctx, key, entry) || (known && known.at > entry.at))
        continue;
      memory.delete(key);
      memory.set(key, entry);
    }
    for (const key of memory.keys()) {
      if (memory.size <= size) break;
      memory.delete(key);
    }
  }

  async function forget(ctx: Context, keys: string[]): Promise<void> {
    drop(ctx, keys);
    await Table.remove(
      ctx,
      keys.map((key) => Table.keyOf(kind, key)),
    );
  }

  async function erase(ctx: Context, keys: string[]): Promise<void> {
    drop(ctx, keys);
    const at = new Date(clock(ctx));
    await Table.write(ctx, kind, new Map(keys.map((key) => [key, { value: undefined, at }])));
  }

  /** Nothing that was read before this moment is shown any more by this instance. */
  function drop(ctx: Context, keys: string[]): void {
    const now = clock(ctx);
    // As long as any load or entry of before can be about.
    for (const [key, at] of edited) if (at < now - STALE_MS) edited.delete(key);
    for (const key of keys) {
      edited.set(key, now);
      memory.delete(key);
      loading.delete(key);
    }
  }

  return { get, forget, erase };
}

const age = ({ now }: Context, entry: Entry<unknown> | undefined): number =>
  now.getTime() - (entry?.at.getTime() ?? Number.NEGATIVE_INFINITY);

/** Whether a time lies in the future: a clock was wrong that has been set right since, or another instance's clock is. */
const isAhead = (ctx: Context, at: number): boolean => at > clock(ctx) + Table.CLOCK_TOLERANCE_MS;

function isDue(ctx: Context, entry: Held<unknown> | undefined): boolean {
  const until = entry?.until ?? 0;
  const isPaused = clock(ctx) < until && !isAhead(ctx, until - AWAY_MS);
  return age(ctx, entry) >= FRESH_MS && (!isPaused || age(ctx, entry) >= STALE_MS);
}

/** What takes too long goes on, and is remembered when it comes. */
async function patiently<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Aurora takes more than ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

async function asBestItCan<T>(ctx: Context, work: Promise<T>, instead: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    log("warn", "the cache does not answer", { requestId: ctx.requestId, error: describe(error) });
    return instead;
  }
}
