import * as z from "zod";
import { type Item, type Key, read as readItems } from "../aws/dynamo.ts";
import { type Put, put, transact } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import type { Cart } from "./cart.rules.ts";

const Stored = z.object({
  id: z.string(),
  version: z.int(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int(), addedPrice: z.int() })),
  marks: z.array(z.string()),
  spent: z.int(),
  epoch: z.int(),
  expiresAt: z.int().optional(),
  movedAt: z.coerce.date().optional(),
});

export const key = (id: string): Key => ({ table: "Carts", key: { id } });

/** DynamoDB may still hold what has expired: it is empty, but its version goes on. */
export function parse(item: Item, { now, keep }: { now: Date; keep: boolean }): Cart {
  const cart = Stored.parse(item);
  const expiresAt = cart.expiresAt === undefined ? undefined : new Date(cart.expiresAt * 1000);
  // What does not expire is a customer's.
  return {
    ...cart,
    keep: keep || !expiresAt,
    lines: expiresAt && expiresAt <= now ? [] : cart.lines,
    expiresAt,
  };
}

export const read = async (ctx: Context, cart: Cart): Promise<Cart | undefined> =>
  (await readAll(ctx, [cart]))[0];

/** The carts as they are stored, in the order asked; undefined where nothing is. */
export async function readAll(ctx: Context, carts: Cart[]): Promise<(Cart | undefined)[]> {
  const items = await readItems(
    ctx,
    carts.map(({ id }) => key(id)),
  );
  return items.map((item, i) => item && parse(item, { now: ctx.now, keep: carts[i]?.keep ?? false }));
}

/** Replaces the cart where it still is at `version`. False: somebody was there first, perhaps we ourselves. */
export const replace = (ctx: Context, cart: Cart, version: number): Promise<boolean> =>
  put(ctx, item(cart), atVersion(version), { shared: true });

/** Replaces carts where all of them still are at the version given with each, or none of them. */
export const replaceAll = (ctx: Context, ...changes: [Cart, version: number][]): Promise<boolean> =>
  transact(
    ctx,
    changes.map(([cart, version]) => ({ ...item(cart), condition: atVersion(version) })),
  );

/** The cart as it is stored. */
export const item = ({ keep: _, expiresAt, movedAt, ...cart }: Cart): Put => ({
  table: "Carts",
  item: {
    ...cart,
    expiresAt: expiresAt && Math.floor(expiresAt.getTime() / 1000),
    movedAt: movedAt?.toISOString(),
  },
});

const atVersion = (version: number) =>
  version === 0
    ? { expression: "attribute_not_exists(id)" }
    : { expression: "version = :version", values: { ":version": version } };
