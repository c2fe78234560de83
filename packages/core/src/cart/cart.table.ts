import * as z from "zod";
import { type Item, type Key, type Put, put, read as readItems } from "../aws/dynamo.ts";
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
  brought: z
    .array(
      z.object({
        from: z.string(),
        version: z.int(),
        at: z.int(),
        lines: z.array(z.object({ sku: z.string(), own: z.int(), theirs: z.int() })),
      }),
    )
    .default([]),
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

export async function read(ctx: Context, { id, keep }: Cart): Promise<Cart | undefined> {
  const [item] = await readItems(ctx, [key(id)]);
  return item && parse(item, { now: ctx.now, keep });
}

/** Replaces the cart where it still is at `version`. False: somebody was there first, perhaps we ourselves. */
export function replace(ctx: Context, cart: Cart, version: number): Promise<boolean> {
  const condition = version === 0 ? { expression: "attribute_not_exists(id)" } : atVersion(version);
  return put(ctx, item(cart), condition);
}

/** The cart as it is stored. */
export const item = ({ keep: _, expiresAt, movedAt, ...cart }: Cart): Put => ({
  table: "Carts",
  item: {
    ...cart,
    expiresAt: expiresAt && Math.floor(expiresAt.getTime() / 1000),
    movedAt: movedAt?.toISOString(),
  },
});

const atVersion = (version: number) => ({
  expression: "version = :version",
  values: { ":version": version },
});
