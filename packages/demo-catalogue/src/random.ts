/** Numbers from 0 up to, not including, 1. */
export type Random = () => number;

/** The same text gives the same numbers on every machine. */
export const random = (text: string): Random => generator(hash(text));

/** The same seed gives the same numbers on every machine (mulberry32, public domain, Tommy Ettinger). */
export function generator(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number, both ends included. */
export function between(next: Random, from: number, to: number): number {
  return from + Math.floor(next() * (to - from + 1));
}

export function pick<T>(next: Random, items: readonly [T, ...T[]]): T {
  return items[between(next, 0, items.length - 1)] ?? items[0];
}

/** So many of the items, no item twice, in the items' own order. */
export function sample<T>(next: Random, items: readonly T[], count: number): T[] {
  const drawn = items.map((item, position) => ({ item, position, lot: next() }));
  return drawn
    .sort((a, b) => a.lot - b.lot)
    .slice(0, count)
    .sort((a, b) => a.position - b.position)
    .map(({ item }) => item);
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}
