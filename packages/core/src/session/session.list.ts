import type { Cart } from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { type PageQuery, writeCursor } from "../page.ts";
import { isAlive, positionOf, readCursor, type Session } from "./session.rules.ts";
import type { SessionList } from "./session.schema.ts";
import * as Table from "./session.table.ts";
import { view } from "./session.view.ts";

/** A page of the customer's open sessions, the newest first. Throws `request.invalid` for a bad cursor. */
export async function list(
  ctx: Context,
  current: Session,
  cart: Cart,
  { limit, cursor }: PageQuery,
): Promise<SessionList> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const rest = (await Table.list(ctx, current.owner))
    .filter((session) => isAlive(session, ctx.now, cart.minSessionEpoch))
    .map((session) => ({ session, position: positionOf(session) }))
    .filter(({ position }) => after === undefined || position < after)
    .sort((left, right) => (left.position < right.position ? 1 : -1));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    data: page.map(({ session }) => view(session, session.id === current.id)),
    nextCursor: last && rest.length > limit ? writeCursor(last.position) : null,
  };
}
