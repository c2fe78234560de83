import type { Entry } from "./entry.ts";

export interface CacheLimits {
  /** 1,000 unless given. */
  entries?: number;
  /** Of bodies, headers and keys together; 64 MB unless given. */
  bytes?: number;
}

/** Stores entries by their target. The oldest are removed when there are too many. */
export function createCache({ entries = 1_000, bytes = 64 * 1024 * 1024 }: CacheLimits = {}) {
  const stored = new Map<string, Entry>();
  let size = 0;
  const remove = (target: string) => {
    size -= stored.get(target)?.bytes ?? 0;
    stored.delete(target);
  };
  const put = (target: string, entry: Entry) => {
    remove(target);
    stored.set(target, entry);
    size += entry.bytes;
    for (const [oldest] of stored) {
      if (stored.size <= entries && size <= bytes) break;
      remove(oldest);
    }
  };
  return { get: (target: string) => stored.get(target), put, remove };
}
