/**
 * Remembers what a key was last loaded as, in this instance alone, for `ttlMs` and for at most `size` keys (the oldest
 * goes first). All that is missing is loaded with one call. What the loader does not know is not remembered.
 */
export function memo<V>(options: { ttlMs: number; size: number }) {
  const entries = new Map<string, { value: V; until: number }>();

  return {
    async get(keys: string[], load: (missing: string[]) => Promise<Map<string, V>>): Promise<Map<string, V>> {
      const now = performance.now();
      const found = new Map<string, V>();
      const missing = new Set<string>();
      for (const key of keys) {
        const entry = entries.get(key);
        if (entry && entry.until > now) found.set(key, entry.value);
        else missing.add(key);
      }
      if (missing.size === 0) return found;
      for (const [key, value] of await load([...missing])) {
        found.set(key, value);
        entries.delete(key);
        entries.set(key, { value, until: now + options.ttlMs });
      }
      for (const key of entries.keys()) {
        if (entries.size <= options.size) break;
        entries.delete(key);
      }
      return found;
    },
    clear: () => entries.clear(),
  };
}
