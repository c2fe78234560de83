import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { withDocumentation } from "../http/document.ts";
import { HttpRefusal } from "../http/refusal.ts";
import type { ShopEnv } from "./env.ts";
import { isWrite } from "./origin.ts";
import { credentialOf, issueGuestToken } from "./token.ts";

/** Sets `shopper`: the session and its cart, read in one call. Without a session, a new guest of whom nothing is stored. */
export const shopper = withDocumentation(
  createMiddleware<ShopEnv>(async (c, next) => {
    c.set("shopper", await resume(c));
    await next();
  }),
  { security: "optional", refuses: ["session.expired", "service.unavailable"] },
);

/** Sets `shopper` and `customer`. Refuses everyone who is not signed in. */
export const customer = withDocumentation(
  createMiddleware<ShopEnv>(async (c, next) => {
    const found = await resume(c);
    const id = Session.customerId(found);
    if (!id || !found.session) throw signInFirst();
    c.set("shopper", found);
    c.set("customer", { id, session: found.session });
    await next();
  }),
  { security: "required", refuses: ["session.required", "session.expired", "service.unavailable"] },
);

async function resume(c: Context<ShopEnv>): Promise<Session.Shopper> {
  const credential = credentialOf(c);
  const found = await Session.resume(c.var.ctx, credential?.token);
  const id = Session.customerId(found);
  if (id) c.set("actor", id);
  if (found.hasEnded && credential?.by === "bearer") throw sessionExpired();
  // The browser is about to receive the customer's cookie. A guest session that starts now would replace it.
  if (found.hasJustSignedIn && isWrite(c))
    throw new Refusal("cart.busy", "You have just signed in. Try again.");
  return found;
}

export const signInFirst = () => new Refusal("session.required", "Sign in, then send the request again.");

export const sessionExpired = () =>
  new HttpRefusal(
    "session.expired",
    "This session has ended. Sign in again, or send the request without its token.",
  );

/** Stores the guest's session, unless it is stored, and issues its token. */
export async function ensureSession(c: Context<ShopEnv>): Promise<{ session?: { token: string } }> {
  if (c.var.shopper.session) return {};
  c.set("shopper", await Session.createForGuest(c.var.ctx, c.var.shopper, c.req.header("user-agent")));
  return issueGuestToken(c);
}
