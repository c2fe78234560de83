import { links } from "@myclothes/core/links";
import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import { cookieNamed } from "../http/cookie.ts";
import { documented } from "../http/document.ts";
import type { Env } from "../http/env.ts";
import { HttpRefusal } from "../http/refusal.ts";

const COOKIE = "__Host-session";

/** Finds out who is asking, session and cart in one call. */
export const shopper = documented(
  createMiddleware<Env>(async (c, next) => {
    c.set("shopper", await resume(c));
    await next();
  }),
  { session: "optional", refuses: ["session.expired", "service.unavailable"] },
);

/** Lets through a customer who is signed in. */
export const customer = documented(
  createMiddleware<Env>(async (c, next) => {
    const found = await resume(c);
    const id = Session.customerId(found);
    if (!id || !found.session) throw new Refusal("session.required", "Sign in first.");
    c.set("shopper", found);
    c.set("customer", { id, session: found.session });
    await next();
  }),
  { session: "required", refuses: ["session.required", "session.expired", "service.unavailable"] },
);

async function resume(c: Context<Env>): Promise<Session.Shopper> {
  const credential = credentialOf(c);
  const found = await Session.resume(c.var.ctx, credential?.token);
  if (found.hasEnded && credential?.by === "bearer") throw sessionExpired();
  // A guest's session begun now would take the place of the customer's, which is on its way to the same browser.
  if (found.hasJustSignedIn && isWrite(c))
    throw new Refusal("cart.busy", "You have just signed in. Try again.");
  return found;
}

export const sessionExpired = () =>
  new HttpRefusal(
    "session.expired",
    "This session has ended. Sign in again, or start a new session without its token.",
  );

interface Credential {
  token: string;
  by: "bearer" | "cookie";
}

/**
 * The session's token that came with the request. A bearer token in another format is not ours, and is ignored. Refuses a write
 * that another site makes with our cookie.
 */
function credentialOf(c: Context<Env>): Credential | undefined {
  // One or more spaces: RFC 9110 §11.4.
  const bearer = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (bearer !== undefined && Session.isToken(bearer)) return { token: bearer, by: "bearer" };
  const cookie = cookieNamed(c, COOKIE);
  if (cookie === undefined) return undefined;
  // A browser adds the cookie by itself, whoever asks; a bearer token only our own client can add.
  if (isWrite(c) && !isSameOrigin(c)) {
    throw new HttpRefusal("session.cross_site", "Only the shop's own pages may write with its cookie.");
  }
  return { token: cookie, by: "cookie" };
}

/** The token that came with the request, for routes that exchange it. */
export const tokenOf = (c: Context<Env>): string | undefined => credentialOf(c)?.token;

/** Stores the session of a guest who has none, and issues its token. */
export async function begin(c: Context<Env>): Promise<{ session?: { token: string } }> {
  if (c.var.shopper.session) return {};
  const begun = await Session.createForGuest(c.var.ctx, c.var.shopper, c.req.header("user-agent"));
  c.set("shopper", begun);
  return issueToken(c);
}

/**
 * Hands over the shopper's token, unless the client has it already. Nothing is handed over where it could replace a customer's
 * cookie: while the answer to a sign-in may be on its way, and to another site's page, for which the browser holds the cookie back.
 */
export function issueToken(c: Context<Env>): { session?: { token: string } } {
  const { shopper } = c.var;
  const isForeign = !["same-origin", "none"].includes(c.req.header("sec-fetch-site") ?? "none");
  if (shopper.isTokenKnown || shopper.hasJustSignedIn) return {};
  return isForeign && !isBearerClient(c) ? {} : handOver(c, shopper);
}

/** A new session's token in a body: what `handOver` returns. */
export const SessionToken = z
  .strictObject({ token: z.string() })
  .optional()
  .meta({ description: "Where the request carries `X-Session-Transport: bearer`." });

/** What the description says of a route that hands a token over. */
export const beginsSession = {
  requestHeaders: {
    "X-Session-Transport": { required: false, description: "`bearer`: the token comes in the body." },
  },
  responseHeaders: { "Set-Cookie": "`__Host-session`, the new session." },
} as const;

/**
 * Hands over the token of a new session the way the old one was sent: in a cookie, or in the body, as what this returns. The body
 * serves clients that send a bearer token or `X-Session-Transport: bearer`.
 */
export function handOver(
  c: Context<Env>,
  begun: Pick<Session.Shopper, "token">,
): { session?: { token: string } } {
  const token = Session.tokenOf(begun);
  if (isBearerClient(c)) return { session: { token } };
  setCookie(c, COOKIE, token, { ...attributes, maxAge: Session.MAX_AGE_S });
  return {};
}

/** A client without cookies: it sends its token as a bearer token, or asks for one. */
export const isBearerClient = (c: Context<Env>): boolean =>
  c.req.header("x-session-transport")?.toLowerCase() === "bearer" || credentialOf(c)?.by === "bearer";

/** Has the browser forget its token. */
export const takeBack = (c: Context<Env>): void => setCookie(c, COOKIE, "", { ...attributes, maxAge: 0 });

const attributes = { secure: true, httpOnly: true, sameSite: "Lax", path: "/" } as const;

const isWrite = (c: Context<Env>): boolean => c.req.method !== "GET" && c.req.method !== "HEAD";

/** https://www.w3.org/TR/fetch-metadata; browsers without it send an Origin, other clients neither. */
function isSameOrigin(c: Context<Env>): boolean {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (site !== undefined) return site === "same-origin";
  return origin === undefined || links.Site.origins.includes(origin);
}
