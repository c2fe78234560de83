import * as Session from "@myclothes/core/session";
import type { Context } from "hono";
import * as z from "zod";
import { HttpRefusal } from "../http/refusal.ts";
import { readCookie, writeCookie } from "./cookie.ts";
import type { ShopEnv } from "./env.ts";
import { isForeignPage, isSameOrigin, isWrite } from "./origin.ts";

const COOKIE = "__Host-session";

interface Credential {
  token: string;
  by: "bearer" | "cookie";
}

/**
 * The session token of the request. A bearer token in another format belongs to another system and is ignored. Refuses a
 * write from another site that carries the cookie.
 */
export function credentialOf(c: Context): Credential | undefined {
  // RFC 9110 §11.4 allows several spaces.
  const bearer = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (bearer !== undefined && Session.isToken(bearer)) return { token: bearer, by: "bearer" };
  const cookie = readCookie(c, COOKIE);
  if (cookie === undefined) return undefined;
  // A browser adds the cookie to requests of any site. Only our own client can add a bearer token.
  if (isWrite(c) && !isSameOrigin(c)) {
    throw new HttpRefusal(
      "session.cross_site",
      "A page of another site cannot write with the shop's cookie. Send the request from the shop's own pages.",
    );
  }
  return { token: cookie, by: "cookie" };
}

export const tokenOf = (c: Context): string | undefined => credentialOf(c)?.token;

/** Whether the client works without cookies: it sends its token as a bearer token, or asks for one. */
export const isBearerClient = (c: Context): boolean =>
  c.req.header("x-session-transport")?.toLowerCase() === "bearer" || credentialOf(c)?.by === "bearer";

/** A new token in the body of an answer. `issueToken` returns it. */
export const SessionToken = z.strictObject({ token: z.string() }).optional().meta({
  description:
    "The new session's token. Only for clients that send `X-Session-Transport: bearer` or a bearer token; others get it as a cookie.",
});

/** Documentation of routes that issue a token. */
export const issuesToken = {
  requestHeaders: {
    "X-Session-Transport": {
      description:
        "`bearer`: the new token comes in the body, as `session.token`, and no cookie is set. For clients without cookies.",
    },
  },
  responseHeaders: {
    "Set-Cookie": { description: "`__Host-session`: the new session's token. Not for bearer clients." },
  },
} as const;

/**
 * Issues a new session's token the way the client sent the old one: as a cookie, or in the body. The body's part is the
 * return value.
 */
export function issueToken(
  c: Context,
  session: Pick<Session.Shopper, "token">,
): { session?: { token: string } } {
  const token = Session.tokenOf(session);
  if (isBearerClient(c)) return { session: { token } };
  writeCookie(c, COOKIE, token, Session.MAX_AGE_S);
  return {};
}

/**
 * Issues the guest's token, unless the client has it. A guest's cookie must not replace a customer's: so none is issued
 * shortly after a sign-in, whose answer may be on its way, or to a page of another site, from which browsers withhold the
 * customer's cookie.
 */
export function issueGuestToken(c: Context<ShopEnv>): { session?: { token: string } } {
  const { shopper } = c.var;
  if (shopper.isTokenKnown || shopper.hasJustSignedIn) return {};
  return isForeignPage(c) && !isBearerClient(c) ? {} : issueToken(c, shopper);
}

/** Deletes the session's cookie in the browser. */
export const clearCookie = (c: Context): void => writeCookie(c, COOKIE, "", 0);
