import * as z from "zod";
import { type Key, put, read as readItems, set } from "../aws/dynamo.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { expiry, type Session } from "./session.rules.ts";

const Stored = z.object({
  id: z.string(),
  cartId: z.string(),
  createdAt: z.coerce.date(),
  seenAt: z.coerce.date(),
});

const key = (id: string): Key => ({ table: "Sessions", id });

/** A session and the cart that its token speaks of, in one call. */
export async function read(ctx: Context, id: string, cartId: string) {
  const [session, cart] = await readItems(ctx, [key(id), Cart.key(cartId)]);
  return { session: session && Stored.parse(session), cart: Cart.from(cart, cartId, ctx.now) };
}

/** False: a session of this id is there already. */
export const create = (ctx: Context, session: Session): Promise<boolean> =>
  put(ctx, "Sessions", item(session), { expression: "attribute_not_exists(id)" });

/** Never brings back a session that has been ended meanwhile. */
export const touch = (ctx: Context, session: Session): Promise<boolean> => {
  const { seenAt, expiresAt } = item(session);
  return set(ctx, key(session.id), { seenAt, expiresAt }, { expression: "attribute_exists(id)" });
};

const item = (session: Session) => ({
  id: session.id,
  cartId: session.cartId,
  createdAt: session.createdAt.toISOString(),
  seenAt: session.seenAt.toISOString(),
  expiresAt: Math.ceil(expiry(session).getTime() / 1000),
});
