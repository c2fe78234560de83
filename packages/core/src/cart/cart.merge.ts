import { type Context, clock } from "../context.ts";
import { enteredAfter } from "./cart.checkout.rules.ts";
import { addedAfter } from "./cart.lines.rules.ts";
import { isTombstone, mergeCarts, tombstone } from "./cart.merge.rules.ts";
import { busy, requireTime, retryOptimistic } from "./cart.retry.ts";
import { type Cart, lifetimeFrom, withoutOrdered } from "./cart.rules.ts";
import * as Sql from "./cart.sql.ts";
import * as Table from "./cart.table.ts";

/** A customer's cart after a merge. `dropped`: the guest's SKUs that did not fit. */
export interface Merged {
  cart: Cart;
  dropped: string[];
}

/**
 * Merges a guest's cart into a customer's, and replaces the guest's with a tombstone. Both are written in one
 * transaction, each on the condition that its version has not changed. Ten sign-ins at once have the same
 * result as one. An order of the guest's cart that is in progress is either found, and its units are not
 * merged, or it is refused. An empty guest cart gets a tombstone too, because its first write may be in
 * progress. The guest's orders become those of `customerId`.
 */
export async function merge(
  ctx: Context,
  guestRead: Cart,
  ownRead: Cart,
  customerId?: string,
): Promise<Merged> {
  // Without time to merge, the lock below would keep the guest from ordering.
  requireTime(ctx);
  let [guest, own] = [guestRead, ownRead];
  let ordered: Sql.OrderedVersions | undefined;
  return retryOptimistic(ctx, async (isRetry) => {
    if (isRetry) {
      const [guestNow, ownNow] = await Table.readAll(ctx, [guest, own]);
      guest = guestNow ?? guest;
      own = ownNow ?? own;
    }
    // Another sign-in has merged it, or our own first attempt has.
    if (isTombstone(guest)) return { cart: own, dropped: [] };
    if (isTombstone(own)) throw busy();
    const ended = tombstone(guest, lifetimeFrom(ctx.now), new Date(clock(ctx)));
    if (guest.version === 0) {
      return (await Table.replace(ctx, ended, 0)) ? { cart: own, dropped: [] } : undefined;
    }
    // Locked in the first round only: a retry makes no other call between reading the carts and writing them.
    ordered ??= await Sql.lockForMerge(ctx, guest.id, own.id, customerId);
    const unordered = withoutOrdered(own, ordered.own, undefined) ?? own;
    const lines = addedAfter(ordered.guest, guest.lines);
    const checkout = enteredAfter(ordered.guest, guest.checkout);
    const merged = mergeCarts(unordered, { ...guest, lines, checkout });
    const isStored = await Table.replaceAll(ctx, [merged.cart, own.version], [ended, guest.version]);
    return isStored ? merged : undefined;
  });
}
