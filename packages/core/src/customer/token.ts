import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { newId } from "../id.ts";
import { sign, signatures } from "../signature.ts";
import type { NewToken } from "./token.sql.ts";

/** What a token is for, and how long it works. */
const HOURS = { email: 24, password: 1 };

/** A new token for a link. Only a hash is stored: `tokenOf` derives the token from its ID when the mail is written. */
export function newToken({ now }: Context, purpose: keyof typeof HOURS): NewToken {
  const id = newId("token", now);
  return { id, purpose, hash: hashOf(sign("mail", id)), hours: HOURS[purpose] };
}

/** The token with this ID and hash. Undefined: the key that made it was removed. */
export const tokenOf = (id: string, hash: string): string | undefined =>
  signatures("mail", id).find((token) => hashOf(token) === hash);

/** The stored form of a token. It does not depend on the signing keys, so tokens stay valid when a key is replaced. */
export const hashOf = (token: string): string => sha256(token);

/** Whether this text has the format of a token. Otherwise no call is needed. */
export const isToken = (text: string): boolean => /^[\w-]{43}$/.test(text);
