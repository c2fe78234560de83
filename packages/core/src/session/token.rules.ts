import { randomBytes } from "node:crypto";
import { decodeTime } from "ulid";
import { sha256 } from "../hash.ts";
import { isSigned, sign } from "../signature.ts";
import { IDLE_MS, newOwner } from "./session.rules.ts";

/** The content of the session cookie. It names the owner, so that session and cart are read in one call. */
export interface Token {
  /** Opens the session. */
  secret: string;
  owner: string;
  /** A guest's token is signed, because it is valid before its session is stored. See `isUnused`. */
  signature?: string | undefined;
}

/** 256 random bits. OWASP asks for at least 64 (Session Management Cheat Sheet). */
export const newToken = (owner: string): Token => ({ secret: randomBytes(32).toString("base64url"), owner });

/** A token for a visitor without a session. Nothing is stored when it is issued. */
export function newGuestToken(now: Date): Token {
  const token = newToken(newOwner(now));
  return { ...token, signature: sign("guest", writeToken(token)) };
}

/**
 * Whether a token without a stored session has never had a session: it is signed and less than 30 days old. A
 * guest's session lives for at least 30 days, so it cannot have expired yet. If a sign-in has ended it, its
 * cart is a tombstone.
 */
export const isUnused = ({ signature, owner }: Token, now: Date): boolean =>
  signature !== undefined && now.getTime() < decodeTime(owner) + IDLE_MS;

/** Whether the token has a signature that we did not make for it. */
export const isForged = ({ signature, ...token }: Token): boolean =>
  signature !== undefined && !isSigned("guest", writeToken(token), signature);

export const writeToken = ({ secret, owner, signature }: Token): string =>
  [secret, owner, ...(signature ? [signature] : [])].join(".");

const TOKEN = /^([\w-]{43})\.([0-7][0-9A-HJKMNP-TV-Z]{25})(?:\.([\w-]{43}))?$/;

/** Undefined: the text does not have the format of a token. */
export function readToken(token: string): Token | undefined {
  const [, secret, owner, signature] = TOKEN.exec(token) ?? [];
  return secret && owner ? { secret, owner, signature } : undefined;
}

/** The ID of the session that a secret opens. The secret has 256 random bits, so a fast hash is enough. */
export const sessionIdOf = (secret: string): string => sha256(secret);

/** Whether this text has the format of a session's ID. */
export const isSessionId = (text: string): boolean => /^[\w-]{43}$/.test(text);
