import type { Context } from "../context.ts";
import { isTombstone } from "./cart.merge.rules.ts";
import { retryOptimistic } from "./cart.retry.ts";
import { type Cart, empty, expiryOf, withoutOrdered } from "./cart.rules.ts";
import * as Table from "./cart.table.ts";

type Store = (ctx: Context, cart: Cart, version: number) => Promise<boolean>;

/**
 * Replaces the cart with what `next` makes of it, on the condition that its version has not changed. Returns
 * the stored cart. It is left as it is when `next` returns undefined, and when it is a tombstone. After a
 * lost race the cart is read again: perhaps the winner was this same write, whose answer was lost. `storeFirst`
 * makes the first attempt.
 */
export function replace(
  ctx: Context,
  seen: Cart,
  next: (cart: Cart) => Cart | undefined,
  storeFirst: Store = Table.replace,
): Promise<Cart> {
  let cart = seen;
  return retryOptimistic(ctx, async (isRetry) => {
    if (isRetry) cart = (await Table.read(ctx, cart)) ?? empty(cart.id, cart.isCustomer);
    const wanted = isTombstone(cart) ? undefined : next(cart);
    if (!wanted) return cart;
    const store = isRetry ? Table.replace : storeFirst;
    return (await store(ctx, wanted, cart.version)) ? wanted : undefined;
  });
}

/** Removes, once, the units that an order of the cart's version `version` has sold. Later units stay. */
export async function removeOrdered(ctx: Context, cart: Cart, version: number): Promise<void> {
  await replace(ctx, cart, (now) => withoutOrdered(now, version, expiryOf(now, ctx.now)));
}

/** `removeOrdered` for callers that know only the cart's ID. Does nothing if the cart is gone. */
export async function removeOrderedById(ctx: Context, id: string, version: number): Promise<void> {
  const cart = await Table.read(ctx, empty(id, false));
  if (cart) await removeOrdered(ctx, cart, version);
}

/** Ends all sessions with a lower epoch, including those that are being opened now. */
export const raiseMinSessionEpoch = (ctx: Context, cart: Cart, epoch: number): Promise<Cart> =>
  replace(ctx, cart, (now) =>
    now.minSessionEpoch < epoch ? { ...now, version: now.version + 1, minSessionEpoch: epoch } : undefined,
  );
