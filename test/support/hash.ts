type Crypto = typeof import("node:crypto");

/**
 * `node:crypto` with a hash that costs next to nothing, for tests that sign in often and are about something else:
 * `vi.mock("node:crypto", async (original) => (await import("../support/hash.ts")).cheap(original))`.
 */
export async function cheap(original: () => Promise<unknown>): Promise<Crypto> {
  const crypto = (await original()) as Crypto;
  const scrypt = (password: string, salt: string, length: number, options: object, done: () => void) =>
    crypto.scrypt(password, salt, length, { ...options, N: 2, r: 1, p: 1 }, done);
  return { ...crypto, scrypt: scrypt as typeof crypto.scrypt };
}
