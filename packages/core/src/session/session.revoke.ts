import type { Key } from "../aws/dynamo.ts";
import * as Cart from "../cart/cart.ts";
import type { Context } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { cartOf, type Session } from "./session.rules.ts";
import * as Table from "./session.table.ts";
import type { Shopper } from "./shopper.ts";
import { isSessionId } from "./token.rules.ts";

/** Ends the shopper's session. If it has ended already, nothing happens. */
export async function signOut(ctx: Context, { session }: Shopper): Promise<void> {
  if (session) await Table.remove(ctx, session);
}

/** Ends one of the owner's sessions. Throws `session.unknown` if the owner has no session with this ID. */
export async function revoke(ctx: Context, { owner }: Session, id: string): Promise<void> {
  if (isSessionId(id) && (await Table.remove(ctx, { owner, id }))) return;
  throw new Refusal("session.unknown", "None of your sessions has this ID. It may have ended already.");
}

/**
 * Ends all sessions of the owner but the current one, which moves to the new epoch. Sessions of an older
 * epoch that are being created at this moment end too. `alsoDelete`: items that are deleted in the last call.
 */
export async function revokeOthers(
  ctx: Context,
  { session: current, cart }: Shopper,
  epoch: number,
  alsoDelete: Key[] = [],
): Promise<void> {
  if (!current) return;
  const others = (await Table.list(ctx, current.owner)).filter(({ id }) => id !== current.id);
  await Table.setEpoch(ctx, current, epoch);
  await Cart.raiseMinSessionEpoch(ctx, cart, epoch);
  await Table.writeBatch(ctx, { ended: others, deletes: alsoDelete });
}

/**
 * Ends all sessions of the owner that have a lower epoch, also those that are being created at this moment.
 * `alsoDelete`: items that are deleted in the last call.
 */
export async function revokeOlder(
  ctx: Context,
  owner: string,
  epoch: number,
  alsoDelete: Key[] = [],
): Promise<void> {
  const ended = (await Table.list(ctx, owner)).filter((session) => session.epoch < epoch);
  await Cart.raiseMinSessionEpoch(ctx, Cart.empty(cartOf(owner), true), epoch);
  await Table.writeBatch(ctx, { ended, deletes: alsoDelete });
}

/**
 * Ends all sessions of the owner for good, and empties the cart. Sessions that are being created at this
 * moment end too.
 */
export async function revokeAll(ctx: Context, owner: string, alsoDelete: Key[] = []): Promise<void> {
  const ended = await Table.list(ctx, owner);
  await Table.writeBatch(ctx, { ended, puts: [Cart.tombstone(ctx, cartOf(owner))], deletes: alsoDelete });
}
