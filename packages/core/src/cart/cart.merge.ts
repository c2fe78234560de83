import { type Context, clock } from "../context.ts";
import * as Merge from "./cart.merge.rules.ts";
import { busy, persist } from "./cart.persist.ts";
import * as Rules from "./cart.rules.ts";
import * as Sql from "./cart.sql.ts";
import * as Table from "./cart.table.ts";

/** A customer's cart after a merge. `dropped`: the guest's skus for which it had no room. */
export interface Merged {
  cart: Rules.Cart;
  dropped: string[];
}

/**
 * Merges a guest's cart into a customer's and buries it, both or neither, each at the version that was read: what is changed in
 * between is merged as well, and ten sign-ins at once come to the same as one. An order of the guest's cart that is under way is
 * either seen, and not merged, or refused. An empty guest cart is buried too: a first write may be on its way to it.
 */
export async function merge(ctx: Context, guest: Rules.Cart, into: Rules.Cart): Promise<Merged> {
  let [theirs, ours] = [guest, into];
  let ordered: Sql.OrderedVersions | undefined;
  return persist(ctx, async (again) => {
    if (again) {
      const [guestNow, intoNow] = await Table.readAll(ctx, [theirs, ours]);
      theirs = guestNow ?? theirs;
      ours = intoNow ?? ours;
    }
    // By another sign-in, or by our own first attempt.
    if (Merge.isBuried(theirs)) return { cart: ours, dropped: [] };
    if (Merge.isBuried(ours)) throw busy();
    const grave = Merge.buried(theirs, Rules.lifetimeFrom(ctx.now), new Date(clock(ctx)));
    if (theirs.version === 0) {
      return (await Table.replace(ctx, grave, 0)) ? { cart: ours, dropped: [] } : undefined;
    }
    // Once, and no sooner than there is a try: between reading the carts again and writing them there is no other call.
    ordered ??= await Sql.lockForMerge(ctx, theirs.id, ours.id);
    const own = Rules.withoutOrdered(ours, ordered.own, undefined) ?? ours;
    const lines = Rules.addedAfter(ordered.guest, theirs.lines);
    const merged = Merge.merged(own, { ...theirs, lines });
    const isDone = await Table.replaceAll(ctx, [merged.cart, ours.version], [grave, theirs.version]);
    return isDone ? merged : undefined;
  });
}
