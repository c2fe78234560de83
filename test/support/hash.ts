import type { BinaryLike, ScryptOptions } from "node:crypto";

type Crypto = typeof import("node:crypto");
type Done = (error: Error | null, key: Buffer) => void;

/** The hashes that were asked for, each at its cost. `isCheap`: they are made at next to none, for tests that are about something else. */
export const hashing = { isCheap: true, costs: [] as ScryptOptions[], running: 0, most: 0 };

/**
 * `node:crypto` with a hash that is watched:
 * `vi.mock("node:crypto", async (original) => (await import("./hash.ts")).watched(original))`.
 */
export async function watched(original: () => Promise<unknown>): Promise<Crypto> {
  const crypto = (await original()) as Crypto;
  const scrypt = (word: BinaryLike, salt: BinaryLike, length: number, cost: ScryptOptions, done: Done) => {
    hashing.costs.push(cost);
    hashing.most = Math.max(hashing.most, ++hashing.running);
    const made = hashing.isCheap ? { ...cost, N: 2, r: 1, p: 1 } : cost;
    crypto.scrypt(word, salt, length, made, (error, key) => {
      hashing.running--;
      done(error, key);
    });
  };
  return { ...crypto, scrypt: scrypt as Crypto["scrypt"] };
}
