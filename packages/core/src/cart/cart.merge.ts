import { type Context, clock } from "../context.ts";
import * as Merge from "./cart.merge.rules.ts";
import { busy, persist } from "./cart.persist.ts";
import * as Rules from "./cart.rules.ts";
import * as Sql from "./cart.sql.ts";
import * as Table from "./cart.table.ts";

/**
 * Merges a guest's cart into a customer's and buries it, both or neither, each at the version that was read: what is changed in
 * between is merged as well, and ten sign-ins at once come to the same as one. An order of the guest's cart that is under way is
 * either seen, and not merged, or refused.
 */
export async function merge(ctx: Context, guest: Rules.Cart, into: Rules.Cart): Promise<Rules.Cart> {
  if (guest.version === 0) return into;
  let [theirs, ours] = [guest, into];
  let sold: Sold | undefined;
  return persist(ctx, async (again) => {
    if (again) {
      const [guestNow, intoNow] = await Table.readAll(ctx, [theirs, ours]);
      theirs = guestNow ?? theirs;
      ours = intoNow ?? ours;
    }
    // By another sign-in, or by our own first attempt.
    if (Merge.isBuried(theirs)) return ours;
    if (Merge.isBuried(ours)) throw busy();
    // Once, and no sooner than there is a try: between reading the carts again and writing them there is no other call.
    sold ??= await hold(ctx, theirs, ours);
    const own = sold.own ? (Rules.spent(ours, sold.own, undefined) ?? ours) : ours;
    const cart = Merge.merged(own, { ...theirs, lines: Rules.unsold(theirs, sold.guest) });
    const grave = Merge.buried(theirs, Rules.lifetimeFrom(ctx.now), new Date(clock(ctx)));
    const isDone = await Table.replaceAll(ctx, [cart, ours.version], [grave, theirs.version]);
    return isDone ? cart : undefined;
  });
}

/** What of a guest's cart and of the customer's own is sold, and may still be in it. */
interface Sold {
  guest: Rules.Ordered | undefined;
  own: Rules.Ordered | undefined;
}

/** Keeps the guest's cart from being ordered while it is merged. */
async function hold(ctx: Context, guest: Rules.Cart, into: Rules.Cart): Promise<Sold> {
  const [held] = await Sql.hold(ctx, guest.id, into.id);
  const order = async ({ id, spent }: Rules.Cart, version = 0): Promise<Rules.Ordered | undefined> =>
    version > spent ? { version, lines: await Sql.ordered(ctx, id, version) } : undefined;
  return { guest: await order(guest, held?.guest), own: await order(into, held?.own) };
}
