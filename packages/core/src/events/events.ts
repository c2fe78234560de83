import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as Session from "../session/session.ts";
import * as Sql from "./events.sql.ts";

export interface Swept {
  done: number;
  /** They stay in the outbox. */
  failed: number;
}

/** Longer than any request takes. Until then the request itself may be about to do it: doing it twice has one effect. */
const AGE_S = 10;
const AT_ONCE = 100;

/**
 * Deals with the events in the outbox, which is to finish what a request that died has left undone: to take an order's lines out
 * of the cart, to erase a customer's cart and sessions. Each is dealt with at least once, which is the same as once.
 */
export async function sweep(ctx: Context, ageSeconds = AGE_S): Promise<Swept> {
  const swept: Swept = { done: 0, failed: 0 };
  for (let after = 0; ; ) {
    const events = await Sql.waiting(ctx, after, ageSeconds, AT_ONCE);
    const settled = await Promise.all(events.map((event) => settle(ctx, event)));
    const done = events.filter((_, i) => settled[i]).map(({ id }) => id);
    if (done.length > 0) await Sql.remove(ctx, done);
    swept.done += done.length;
    swept.failed += events.length - done.length;
    after = events.at(-1)?.id ?? after;
    if (events.length < AT_ONCE) return swept;
  }
}

/** One that fails does not keep the others from it. */
async function settle(ctx: Context, { event, subject, order }: Sql.EventRow): Promise<boolean> {
  try {
    if (event === "order.placed") {
      if (order) await Cart.removeOrderedById(ctx, order.cartId, order.cartVersion);
    } else if (event === "customer.erased") {
      await Session.revokeAll(ctx, Session.ownerOf(subject));
    } else if (event !== "order.canceled") {
      throw new Error("this version of the shop does not know the event");
    }
    return true;
  } catch (error) {
    log("error", "event not dealt with", {
      requestId: ctx.requestId,
      event,
      subject,
      error: describe(error),
    });
    return false;
  }
}
