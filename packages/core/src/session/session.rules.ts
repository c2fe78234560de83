import { createHash, randomBytes } from "node:crypto";
import { newId } from "../id.ts";

const DAY = 86_400_000;
const IDLE_MS = 30 * DAY;
export const ABSOLUTE_MS = 90 * DAY;
/** How far `seenAt` may lag behind, so that a session costs one write a day and not one a request. */
const TOUCH_MS = DAY;

/** As it is stored: the token's hash, never the token. */
export interface Session {
  id: string;
  cartId: string;
  createdAt: Date;
  seenAt: Date;
}

/** What the cookie holds: the secret that opens the session, and the cart's id, so that both are read in one call. */
export interface Token {
  secret: string;
  cartId: string;
}

/** 256 random bits; OWASP asks for 64 at least (Session Management Cheat Sheet). */
export const newToken = (now: Date): Token => ({
  secret: randomBytes(32).toString("base64url"),
  cartId: newId("cart", now),
});

export const written = ({ secret, cartId }: Token): string => `${secret}.${cartId.slice("cart_".length)}`;

/** Anything that is not a token of ours is no token; it is never an error. */
export function parsed(token: string): Token | undefined {
  const match = /^([A-Za-z0-9_-]{43})\.([0-7][0-9A-HJKMNP-TV-Z]{25})$/.exec(token);
  return match?.[1] && match[2] ? { secret: match[1], cartId: `cart_${match[2]}` } : undefined;
}

/** The stored name of a secret. It has 256 random bits, so a fast hash is enough. */
export const hashed = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** Idle for 30 days, or 90 days after it began. */
export const expiry = ({ createdAt, seenAt }: Session): Date =>
  new Date(Math.min(seenAt.getTime() + IDLE_MS, createdAt.getTime() + ABSOLUTE_MS));

export const alive = (session: Session, now: Date): boolean => now < expiry(session);

export const dueForTouch = ({ seenAt }: Session, now: Date): boolean =>
  now.getTime() - seenAt.getTime() >= TOUCH_MS;
