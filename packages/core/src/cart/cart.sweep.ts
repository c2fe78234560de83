import { encodeTime } from "ulid";
import type { Context } from "../context.ts";
import { removeInParts } from "../remove.ts";
import { LIFETIME_MS } from "./cart.rules.ts";
import * as Sql from "./cart.sweep.sql.ts";

const DAY_MS = 86_400_000;
/** A guest's token is valid for 30 days before its session is stored. One day more for requests that are under way. */
const OPEN_MS = LIFETIME_MS + 31 * DAY_MS;
/** No shop has older carts. */
const FIRST = Date.UTC(2026, 0, 1);
const MINUTES = DAY_MS / 60_000;

/**
 * Removes what checkout knows about guests' carts that no session can open any more. Each minute of the day looks at its part of
 * the older carts, so that a day looks at all of them, and no run reads the customers' carts among them again and again.
 */
export async function removeUnopenable(ctx: Context): Promise<number> {
  const now = ctx.now.getTime();
  const minute = Math.floor(now / 60_000) % MINUTES;
  const span = Math.max(0, now - OPEN_MS - FIRST);
  const at = (part: number) => `cart_${encodeTime(Math.floor(FIRST + (span * part) / MINUTES))}`;
  return removeInParts(ctx, () => Sql.removeGuests(ctx, at(minute), at(minute + 1)));
}
