import type { Entry } from "./entry.ts";

export interface CacheLimits {
  /** 1,000 unless given. */
  entries?: number;
  /** Of bodies, headers and keys together; 64 MB unless given. */
  bytes?: number;
}

export type Cache = ReturnType<typeof createCache>;

/** Keeps entries by their target. Where there are too many, those that came first go first. */
export function createCache({ entries = 1_000, bytes = 64 * 1024 * 1024 }: CacheLimits = {}) {
  const kept = new Map<string, Entry>();
  let size = 0;
  const remove = (target: string) => {
    size -= kept.get(target)?.bytes ?? 0;
    kept.delete(target);
  };
  const put = (target: string, entry: Entry) => {
    remove(target);
    kept.set(target, entry);
    size += entry.bytes;
    for (const [oldest] of kept) {
      if (kept.size <= entries && size <= bytes) break;
      remove(oldest);
    }
  };
  return { get: (target: string) => kept.get(target), put, remove };
}
