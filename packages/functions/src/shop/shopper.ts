import * as Catalog from "@myclothes/core/catalog";
import { Refusal } from "@myclothes/core/refusal";
import * as Session from "@myclothes/core/session";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { withDocumentation } from "../http/document.ts";
import { HttpRefusal } from "../http/refusal.ts";
import type { ShopEnv } from "./env.ts";
import { isWrite } from "./origin.ts";
import { credentialOf, issueGuestToken } from "./token.ts";

/**
 * Sets `shopper`: the session and its cart, read in one call. Without a session, a new guest of whom nothing is stored. `skus`: the
 * variants that the request names. The shared cache is asked for them in the same call.
 */
export const shopperWith = (skus: (c: Context<ShopEnv>) => string[]) =>
  withDocumentation(
    createMiddleware<ShopEnv>(async (c, next) => {
      c.set("shopper", await resume(c, Catalog.variantReads(c.var.ctx, skus(c))));
      await next();
    }),
    { security: "optional", refuses: ["session.expired", "service.unavailable"] },
  );

export const shopper = shopperWith(() => []);

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

async function resume(c: Context<ShopEnv>, reads?: Catalog.Reads): Promise<Session.Shopper> {
  const credential = credentialOf(c);
  const found = await Session.resume(c.var.ctx, credential?.token, reads);
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

/** Stores the guest's session, unless it is stored, and issues its token, unless the client has it. */
export async function ensureSession(c: Context<ShopEnv>): Promise<{ session?: { token: string } }> {
  const { ctx, shopper } = c.var;
  if (!shopper.session)
    c.set("shopper", await Session.createForGuest(ctx, shopper, c.req.header("user-agent")));
  return issueGuestToken(c);
}

/** Stores the guest's session in one transaction with its first cart. False: nothing was stored. */
export async function storeWithSession(
  c: Context<ShopEnv>,
  puts: Session.ConditionalPut[],
): Promise<boolean> {
  const { ctx, shopper } = c.var;
  const stored = await Session.createForGuestWith(ctx, shopper, puts, c.req.header("user-agent"));
  if (stored) c.set("shopper", stored);
  return stored !== undefined;
}
