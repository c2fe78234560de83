import * as z from "zod";
import { type Key, listItems, readItems } from "../aws/dynamo.ts";
import {
  type ConditionalPut,
  deleteItem,
  type Put,
  putItem,
  putItems,
  updateItem,
  writeItems,
} from "../aws/dynamo.write.ts";
import type { Reads } from "../cache/cache.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { cartOf, expiry, type Session } from "./session.rules.ts";
import { sessionIdOf, type Token } from "./token.rules.ts";

const Stored = z
  .object({
    owner: z.string(),
    id: z.string(),
    customer: z.boolean(),
    createdAt: z.coerce.date(),
    seenAt: z.coerce.date(),
    epoch: z.int(),
    userAgent: z.string(),
  })
  .transform(({ customer, ...session }): Session => ({ ...session, isCustomer: customer }));

interface Read {
  /** Whose cart is read, too. */
  other?: string;
  /** Items of the shared cache that are read in the same call. */
  reads?: Reads | undefined;
}

/** Reads a session with its owner's cart, and the cart of `other`, in one call. */
export async function read(ctx: Context, token: Token, { other = token.owner, reads }: Read = {}) {
  const owners = [...new Set([token.owner, other])];
  const keys = [keyOf(token), ...owners.map((owner) => Cart.key(cartOf(owner)))];
  const all = await readItems(ctx, [...keys, ...(reads?.keys ?? [])]);
  reads?.take(all.slice(keys.length));
  const [item, ...carts] = all.slice(0, keys.length);
  return { session: item && Stored.parse(item), cart: carts[0], otherCart: carts.at(-1) };
}

const isNew = { expression: "attribute_not_exists(id)" };

/** Stores a new session. False: a session with this ID exists already, or another request is storing it with its cart. */
export const create = (ctx: Context, session: Session): Promise<boolean> =>
  putItem(ctx, itemOf(session), isNew, { shared: true });

/** Stores a new session and these items, all or none. False: none was stored. */
export const createWith = (ctx: Context, session: Session, puts: ConditionalPut[]): Promise<boolean> =>
  putItems(ctx, [...puts, { ...itemOf(session), condition: isNew }]);

interface Batch {
  created?: Session[];
  ended?: (Token | Session)[];
  /** Items of other tables that are stored or deleted in the same call. */
  puts?: Put[];
  deletes?: Key[];
}

/** Stores and deletes sessions, and items of other tables, in one call. */
export const writeBatch = (
  ctx: Context,
  { created = [], ended = [], puts = [], deletes = [] }: Batch,
): Promise<void> =>
  writeItems(ctx, {
    puts: [...created.map(itemOf), ...puts],
    deletes: [...ended.map(keyOf), ...deletes],
  });

/** Stores `seenAt`. False: the session has ended. It does not come back. */
export function touch(ctx: Context, session: Session): Promise<boolean> {
  const { seenAt, expiresAt } = itemOf(session).item;
  return updateItem(ctx, keyOf(session), "seenAt = :seenAt, expiresAt = :expiresAt", {
    expression: "attribute_exists(id)",
    values: { ":seenAt": seenAt, ":expiresAt": expiresAt },
  });
}

/** Moves a session to a new epoch. False: the session has ended. It does not come back. */
export const setEpoch = (ctx: Context, session: Session, epoch: number): Promise<boolean> =>
  updateItem(ctx, keyOf(session), "epoch = :epoch", {
    expression: "attribute_exists(id)",
    values: { ":epoch": epoch },
  });

/** False: there is no session with this ID. */
export const remove = (ctx: Context, session: { owner: string; id: string }): Promise<boolean> =>
  deleteItem(ctx, keyOf(session), { expression: "attribute_exists(id)" });

export async function list(ctx: Context, owner: string): Promise<Session[]> {
  return (await listItems(ctx, "Sessions", owner)).map((item) => Stored.parse(item));
}

const keyOf = (session: Token | { owner: string; id: string }): Key => ({
  table: "Sessions",
  key: { owner: session.owner, id: "id" in session ? session.id : sessionIdOf(session.secret) },
});

const itemOf = ({ isCustomer, ...session }: Session): Put => ({
  table: "Sessions",
  item: {
    ...session,
    customer: isCustomer,
    createdAt: session.createdAt.toISOString(),
    seenAt: session.seenAt.toISOString(),
    expiresAt: Math.ceil(expiry({ isCustomer, ...session }).getTime() / 1000),
  },
});
