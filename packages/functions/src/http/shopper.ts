import { links } from "@myclothes/core/links";
import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import { documented } from "./document.ts";
import type { Env } from "./env.ts";

const COOKIE = "__Host-session";

/** Finds out who is asking, session and cart in one call. Refuses a write that another site makes with our cookie. */
export const shopper = documented(
  createMiddleware<Env>(async (c, next) => {
    const bearer = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    const cookie = cookieOf(c);
    // A browser adds the cookie by itself, whoever asks; a bearer token only our own client can add.
    if (!bearer && cookie && isWrite(c) && !isSameOrigin(c)) {
      throw new Refusal("session.cross_site", "Only the shop's own pages may write with its cookie.");
    }
    c.set("shopper", await Session.resume(c.var.ctx, bearer ?? cookie));
    await next();
  }),
  { session: true, refuses: ["service.unavailable"] },
);

/**
 * Stores the session of a shopper who has none, and hands over its token: in a cookie, or to a client that asks for
 * `X-Session-Transport: bearer` in the body, as what this returns.
 */
export async function begin(c: Context<Env>): Promise<{ session?: { token: string } }> {
  if (c.var.shopper.session) return {};
  const begun = await Session.begin(c.var.ctx, c.var.shopper);
  const token = Session.text(begun);
  c.set("shopper", begun);
  if (c.req.header("x-session-transport")?.toLowerCase() === "bearer") return { session: { token } };
  setCookie(c, COOKIE, token, {
    secure: true,
    httpOnly: true,
    sameSite: "Lax",
    path: "/",
    maxAge: Session.MAX_AGE_S,
  });
  return {};
}

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
