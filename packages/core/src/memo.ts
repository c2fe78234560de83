/** For how long, in ms, a value is fresh, and for how long it is better than none; how many keys at most. */
interface Bounds {
  freshMs: number;
  staleMs: number;
  size: number;
}

type Load<V> = (missing: string[]) => Promise<Map<string, V>>;

/**
 * Remembers, in this instance alone, what keys were last loaded as; the oldest goes first. All that is missing is loaded
 * with one call, and a key that many ask for at once is loaded once. Where loading fails, a stale value stands in. What
 * the loader does not know is not remembered.
 */
export function memo<V>({ freshMs, staleMs, size }: Bounds) {
  const entries = new Map<string, { value: V; at: number }>();
  const loading = new Map<string, Promise<void>>();
  const age = (key: string) => performance.now() - (entries.get(key)?.at ?? Number.NEGATIVE_INFINITY);

  async function get(keys: string[], load: Load<V>): Promise<Map<string, V>> {
    const found = known(keys.filter((key) => age(key) < freshMs));
    const wanted = [...new Set(keys)].filter((key) => !found.has(key));
    begin(
      wanted.filter((key) => !loading.has(key)),
      load,
    );
    try {
      await Promise.all(new Set(wanted.map((key) => loading.get(key))));
    } catch (error) {
      if (wanted.some((key) => age(key) >= staleMs)) throw error;
    }
    return new Map([...found, ...known(wanted)]);
  }

  function begin(missing: string[], load: Load<V>): void {
    if (missing.length === 0) return;
    const loaded = load(missing)
      .then((values) => remember(missing, values))
      .finally(() => {
        for (const key of missing) loading.delete(key);
      });
    for (const key of missing) loading.set(key, loaded);
  }

  function remember(asked: string[], values: Map<string, V>): void {
    for (const key of asked) entries.delete(key);
    for (const [key, value] of values) entries.set(key, { value, at: performance.now() });
    for (const key of entries.keys()) {
      if (entries.size <= size) break;
      entries.delete(key);
    }
  }

  const known = (keys: string[]): Map<string, V> =>
    new Map(
      keys.flatMap((key) => {
        const entry = entries.get(key);
        return entry ? [[key, entry.value] as const] : [];
      }),
    );

  return { get };
}
