import type { ConditionalPut } from "../aws/dynamo.write.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";
import type * as Lines from "./cart.lines.rules.ts";
import type { Cart } from "./cart.rules.ts";

/** One write of a client. If it is sent twice with the same `key`, it counts once. */
export interface Write {
  key: string;
  /** Whether the client sent the key. If not, `key` is random, and only recognises our own repeated calls. */
  hasClientKey: boolean;
  /** A hash of the request. The same key must not be used for a different request. */
  fingerprint: string;
  /** The `If-Match` header. */
  ifMatch?: string | undefined;
  /** Stores the first version of a cart in one transaction with what belongs to it. False: nothing was stored. */
  storeFirst?: ((puts: ConditionalPut[]) => Promise<boolean>) | undefined;
}

/** Retries come soon, so 32 writes are enough. They take less than 1 KB. */
const RECENT_WRITES = 32;

/** Whether the cart already contains this write. Refuses a key that was used for a different request. */
export function isDone({ recentWrites }: Cart, { key, fingerprint }: Write): boolean {
  const entry = recentWrites.find((entry) => entry.startsWith(shortHash(key)));
  if (entry === undefined) return false;
  if (entry === entryOf(key, fingerprint)) return true;
  throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for a different request.");
}

/** RFC 9110 §13.1.1: `*` matches any cart that is stored. */
export function checkMatch({ version }: Cart, { ifMatch }: Write): void {
  if (ifMatch === undefined || (ifMatch.trim() === "*" && version > 0)) return;
  if (ifMatch.split(",").some((tag) => tag.trim() === `"${version}"`)) return;
  throw new Refusal("cart.changed", `The cart has changed. It is at version ${version} now.`);
}

/** What a write makes of a cart. `version`: the cart's version afterwards. Returns the same object if nothing changes. */
export type Change = (cart: Cart, version: number) => Cart;

/** A change of the lines only. */
export const ofLines =
  (change: Lines.Change): Change =>
  (cart, version) => {
    const lines = change(cart.lines, version);
    return lines === cart.lines ? cart : { ...cart, lines };
  };

/**
 * The cart after a write. Undefined if there is nothing to store. A write with a client's key is stored even
 * if it changes nothing, so that a later retry changes nothing either. The exception is a guest without a
 * stored cart.
 */
export function afterWrite(
  cart: Cart,
  write: Write,
  change: Change,
  expiresAt: Date | undefined,
): Cart | undefined {
  if (isDone(cart, write)) return undefined;
  checkMatch(cart, write);
  const version = cart.version + 1;
  const changed = change(cart, version);
  if (changed === cart && !(write.hasClientKey && (cart.isCustomer || cart.version > 0))) return undefined;
  const recentWrites = [...cart.recentWrites, entryOf(write.key, write.fingerprint)].slice(-RECENT_WRITES);
  return { ...changed, version, recentWrites, expiresAt };
}

/** The writes of two carts, each key once. If there are too many, the latest of each cart. */
export function mergeRecentWrites(own: string[], others: string[]): string[] {
  const keys = new Set(own.map(keyOf));
  const share = Math.max(RECENT_WRITES / 2, RECENT_WRITES - own.length);
  const more = others.slice(-share).filter((entry) => !keys.has(keyOf(entry)));
  return [...own, ...more].slice(-RECENT_WRITES);
}

const entryOf = (key: string, fingerprint: string): string => shortHash(key) + shortHash(fingerprint);

const keyOf = (entry: string): string => entry.slice(0, HASH_LENGTH);

/** 72 bits of a hash are enough to tell a few dozen writes apart. */
const HASH_LENGTH = 12;
const shortHash = (text: string): string => sha256(text).slice(0, HASH_LENGTH);
