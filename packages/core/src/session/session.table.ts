import * as z from "zod";
import { type Item, type Key, put, set } from "../aws/dynamo.ts";
import type { Context } from "../context.ts";
import { expiry, type Session } from "./session.rules.ts";

const Stored = z.object({
  id: z.string(),
  cartId: z.string(),
  createdAt: z.coerce.date(),
  seenAt: z.coerce.date(),
});

export const key = (id: string): Key => ({ table: "Sessions", id });

export const parse = (item: Item): Session => Stored.parse(item);

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
