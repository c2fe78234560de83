import * as z from "zod";
import { type Item, type Key, put, read as readItems } from "../aws/dynamo.ts";
import type { Context } from "../context.ts";
import type { Cart } from "./cart.rules.ts";

const Stored = z.object({
  id: z.string(),
  version: z.int(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int(), addedPrice: z.int() })),
  marks: z.array(z.string()),
  spent: z.int(),
  expiresAt: z.int(),
});

export const key = (id: string): Key => ({ table: "Carts", id });

/** DynamoDB may still hold what has expired: it is empty, but its version goes on. */
export function parse(item: Item, now: Date): Cart {
  const cart = Stored.parse(item);
  const expiresAt = new Date(cart.expiresAt * 1000);
  return { ...cart, lines: expiresAt <= now ? [] : cart.lines, expiresAt };
}

export async function read(ctx: Context, id: string): Promise<Cart | undefined> {
  const [item] = await readItems(ctx, [key(id)]);
  return item && parse(item, ctx.now);
}

/** Replaces the cart where it still is at `version`. False: somebody was there first, perhaps we ourselves. */
export function replace(ctx: Context, cart: Cart, version: number): Promise<boolean> {
  const item = { ...cart, expiresAt: cart.expiresAt && Math.floor(cart.expiresAt.getTime() / 1000) };
  return version === 0
    ? put(ctx, "Carts", item, { expression: "attribute_not_exists(id)" })
    : put(ctx, "Carts", item, { expression: "version = :version", values: { ":version": version } });
}
