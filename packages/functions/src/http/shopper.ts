import { links } from "@myclothes/core/links";
import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import { documented } from "./document.ts";
import type { Env } from "./env.ts";

const COOKIE = "__Host-session";

/** Finds out who is asking, session and cart in one call. */
export const shopper = documented(
  createMiddleware<Env>(async (c, next) => {
    const found = await Session.resume(c.var.ctx, tokenOf(c));
    // A guest's session begun now would take the place of the customer's, which is on its way to the same browser.
    if (found.late && isWrite(c)) throw new Refusal("cart.busy", "You have just signed in. Try again.");
    c.set("shopper", found);
    await next();
  }),
  { session: "optional", refuses: ["service.unavailable"] },
);

/** Lets through a customer who is signed in. */
export const customer = documented(
  createMiddleware<Env>(async (c, next) => {
    const found = await Session.resume(c.var.ctx, tokenOf(c));
    const id = Session.customerId(found);
    if (!id || !found.session) throw new Refusal("session.required", "Sign in first.");
    c.set("shopper", found);
    c.set("customer", { id, session: found.session });
    await next();
  }),
  { session: "required", refuses: ["session.required", "service.unavailable"] },
);

/** The token that came with the request. Refuses a write that another site makes with our cookie. */
export function tokenOf(c: Context<Env>): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  const cookie = cookieOf(c);
  // A browser adds the cookie by itself, whoever asks; a bearer token only our own client can add.
  if (!bearer && cookie && isWrite(c) && !isSameOrigin(c)) {
    throw new Refusal("session.cross_site", "Only the shop's own pages may write with its cookie.");
  }
  return bearer ?? cookie;
}

/** Stores the session of a guest who has none, and hands over its token as `handOver` does. */
export async function begin(c: Context<Env>): Promise<{ session?: { token: string } }> {
  if (c.var.shopper.session) return {};
  const begun = await Session.begin(c.var.ctx, c.var.shopper, c.req.header("user-agent"));
  c.set("shopper", begun);
  return handOver(c, begun);
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
 * Hands over the token of a new session: in a cookie, or to a client that asks for `X-Session-Transport: bearer` in the
 * body, as what this returns.
 */
export function handOver(
  c: Context<Env>,
  begun: Pick<Session.Shopper, "token">,
): { session?: { token: string } } {
  const token = Session.tokenOf(begun);
  if (c.req.header("x-session-transport")?.toLowerCase() === "bearer") return { session: { token } };
  setCookie(c, COOKIE, token, { ...attributes, maxAge: Session.MAX_AGE_S });
  return {};
}

/** Has the browser forget its token. */
export const takeBack = (c: Context<Env>): void => setCookie(c, COOKIE, "", { ...attributes, maxAge: 0 });

const attributes = { secure: true, httpOnly: true, sameSite: "Lax", path: "/" } as const;

/** Two cookies of one name: somebody else has planted one, and we cannot tell which. Then there is no session. */
function cookieOf(c: Context<Env>): string | undefined {
  const named = (c.req.header("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${COOKIE}=`));
  return named.length === 1 ? named[0]?.slice(COOKIE.length + 1) : undefined;
}

const isWrite = (c: Context<Env>): boolean => c.req.method !== "GET" && c.req.method !== "HEAD";

/** https://www.w3.org/TR/fetch-metadata; browsers without it send an Origin, other clients neither. */
function isSameOrigin(c: Context<Env>): boolean {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (site !== undefined) return site === "same-origin";
  return origin === undefined || links.Site.origins.includes(origin);
}
