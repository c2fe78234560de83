import type { BinaryLike, ScryptOptions } from "node:crypto";

type Crypto = typeof import("node:crypto");
type Done = (error: Error | null, key: Buffer) => void;

/** The scrypt calls that were made, and their cost. `isCheap`, the default, makes hashes at almost no cost. */
export const hashing = { isCheap: true, costs: [] as ScryptOptions[], running: 0, most: 0 };

/** Mocks `node:crypto` and counts its scrypt calls. */
export async function watchScrypt(original: () => Promise<unknown>): Promise<Crypto> {
  const crypto = (await original()) as Crypto;
  const scrypt = (word: BinaryLike, salt: BinaryLike, length: number, cost: ScryptOptions, done: Done) => {
    hashing.costs.push(cost);
    hashing.most = Math.max(hashing.most, ++hashing.running);
    const used = hashing.isCheap ? { ...cost, N: 2, r: 1, p: 1 } : cost;
    crypto.scrypt(word, salt, length, used, (error, key) => {
      hashing.running--;
      done(error, key);
    });
  };
  return { ...crypto, scrypt: scrypt as Crypto["scrypt"] };
}
