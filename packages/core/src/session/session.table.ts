import * as z from "zod";
import { type Key, listItems, readItems } from "../aws/dynamo.ts";
import { deleteItem, type Put, putItem, updateItem, writeItems } from "../aws/dynamo.write.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { cartOf, expiry, hashed, type Session, type Token } from "./session.rules.ts";

const Stored = z.object({
  owner: z.string(),
  id: z.string(),
  customer: z.boolean(),
  createdAt: z.coerce.date(),
  seenAt: z.coerce.date(),
  epoch: z.int(),
  userAgent: z.string(),
});

/** A session, with the carts of its owner and of `other`, who may be the same, in one call. */
export async function read(ctx: Context, token: Token, other?: string) {
  const same = other === undefined || other === token.owner;
  const carts = [token.owner, ...(same ? [] : [other])].map((owner) => Cart.key(cartOf(owner)));
  const [item, cart, otherCart] = await readItems(ctx, [keyOf(token), ...carts]);
  return { session: item && Stored.parse(item), cart, otherCart: same ? cart : otherCart };
}

/** False: a session of this id is there already. */
export const create = (ctx: Context, session: Session): Promise<boolean> =>
  putItem(ctx, itemOf(session), { expression: "attribute_not_exists(id)" });

/** Stores a session and ends others, and puts and deletes what else goes with that, in one call. */
export const exchange = (
  ctx: Context,
  { begun = [], ended, puts = [], forget = [] }: Exchange,
): Promise<void> =>
  writeItems(ctx, {
    puts: [...begun.map(itemOf), ...puts],
    deletes: [...ended.map(keyOf), ...forget],
  });

interface Exchange {
  begun?: Session[];
  ended: (Token | Session)[];
  puts?: Put[];
  forget?: Key[];
}

/** Never brings back a session that has been ended meanwhile. */
export function touch(ctx: Context, session: Session): Promise<boolean> {
  const { seenAt, expiresAt } = itemOf(session).item;
  return updateItem(ctx, keyOf(session), "seenAt = :seenAt, expiresAt = :expiresAt", {
    expression: "attribute_exists(id)",
    values: { ":seenAt": seenAt, ":expiresAt": expiresAt },
  });
}

/** Takes a session along into a new epoch, unless it has ended meanwhile. */
export const raise = (ctx: Context, session: Session, epoch: number): Promise<boolean> =>
  updateItem(ctx, keyOf(session), "epoch = :epoch", {
    expression: "attribute_exists(id)",
    values: { ":epoch": epoch },
  });

/** False: there is none of this id. */
export const end = (ctx: Context, session: { owner: string; id: string }): Promise<boolean> =>
  deleteItem(ctx, keyOf(session), { expression: "attribute_exists(id)" });

export async function list(ctx: Context, owner: string): Promise<Session[]> {
  return (await listItems(ctx, "Sessions", owner)).map((item) => Stored.parse(item));
}

const keyOf = (session: Token | { owner: string; id: string }): Key => ({
  table: "Sessions",
  key: { owner: session.owner, id: "id" in session ? session.id : hashed(session.secret) },
});

const itemOf = (session: Session): Put => ({
  table: "Sessions",
  item: {
    ...session,
    createdAt: session.createdAt.toISOString(),
    seenAt: session.seenAt.toISOString(),
    expiresAt: Math.ceil(expiry(session).getTime() / 1000),
  },
});
