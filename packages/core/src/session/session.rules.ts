import { randomBytes } from "node:crypto";
import { decodeTime } from "ulid";
import { sha256 } from "../hash.ts";
import { newUlid } from "../id.ts";
import { badCursor } from "../page.ts";
import { isSigned, sign } from "../signature.ts";

const DAY = 86_400_000;
const IDLE_MS = 30 * DAY;
export const ABSOLUTE_MS = 90 * DAY;
/** How far `seenAt` may lag behind, so that a session costs one write a day and not one a request. */
const TOUCH_MS = DAY;

/** As it is stored: the token's hash, never the token. */
export interface Session {
  /** A ULID, a guest's or a customer's: the cart is `cart_…` of it, the customer is `cus_…` of it. */
  owner: string;
  id: string;
  /** Whether the owner has an account, and this session was opened by its password. */
  customer: boolean;
  createdAt: Date;
  seenAt: Date;
  /** How many passwords the account had had when this session was opened: a new one ends it. */
  epoch: number;
  /** What the client calls itself, to be told apart in a list. */
  userAgent: string;
}

/** What the cookie holds: the secret that opens the session, and its owner, so that it is read together with its cart. */
export interface Token {
  secret: string;
  owner: string;
  /** A guest's token is signed: it is valid before its session is stored. See `isUnused`. */
  signature?: string | undefined;
}

/** 256 random bits; OWASP asks for 64 at least (Session Management Cheat Sheet). */
export const newToken = (owner: string): Token => ({ secret: randomBytes(32).toString("base64url"), owner });

/** A token for a visitor who has no session yet. Issuing it stores nothing. */
export function newGuestToken(now: Date): Token {
  const token = newToken(newOwner(now));
  return { ...token, signature: sign("guest", writeToken(token)) };
}

/**
 * Whether a token without a stored session has never had one: we issued it, less than 30 days ago. A guest's session lives for at
 * least 30 days after its first write, so until then it cannot have expired. If it was ended by signing in, its cart is a tombstone.
 */
export const isUnused = ({ signature, owner }: Token, now: Date): boolean =>
  signature !== undefined && now.getTime() < decodeTime(owner) + IDLE_MS;

/** Whether the token's signature is not ours, or belongs to another token. */
export const isForged = ({ signature, ...token }: Token): boolean =>
  signature !== undefined && !isSigned("guest", writeToken(token), signature);

export const newOwner = (now: Date): string => newUlid(now);

export const cartOf = (owner: string): string => `cart_${owner}`;
export const customerOf = (owner: string): string => `cus_${owner}`;
export const ownerOf = (id: string): string => id.slice(id.indexOf("_") + 1);

export const writeToken = ({ secret, owner, signature }: Token): string =>
  [secret, owner, ...(signature ? [signature] : [])].join(".");

const TOKEN = /^([\w-]{43})\.([0-7][0-9A-HJKMNP-TV-Z]{25})(?:\.([\w-]{43}))?$/;

/** Undefined where the text does not have our format. */
export function readToken(token: string): Token | undefined {
  const [, secret, owner, signature] = TOKEN.exec(token) ?? [];
  return secret && owner ? { secret, owner, signature } : undefined;
}

/** The stored name of a secret. It has 256 random bits, so a fast hash is enough. */
export const hashed = (secret: string): string => sha256(secret);

export const isHash = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** Idle for 30 days, or 90 days after it began. */
export const expiry = ({ createdAt, seenAt }: Session): Date =>
  new Date(Math.min(seenAt.getTime() + IDLE_MS, createdAt.getTime() + ABSOLUTE_MS));

/** `epoch`: the cart's, which is read with every session. */
export const alive = (session: Session, now: Date, epoch: number): boolean =>
  now < expiry(session) && session.epoch >= epoch;

/** Where a session stands in a list by age; as text, in the same order. */
export const place = ({ createdAt, id }: Session): string => `${createdAt.toISOString()} ${id}`;

/** Refuses what is not the `nextCursor` of such a list. */
export function readCursor(cursor: string): string {
  const place = Buffer.from(cursor, "base64url").toString();
  if (/^\d{4}-\d\d-\d\dT[\d:.]{12}Z [\w-]{43}$/.test(place)) return place;
  throw badCursor();
}

export const dueForTouch = ({ seenAt }: Session, now: Date): boolean =>
  now.getTime() - seenAt.getTime() >= TOUCH_MS;
