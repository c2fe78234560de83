import * as z from "zod";
import { type Key, read } from "../aws/dynamo.ts";
import { update } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { Refusal } from "../refusal.ts";

/** For each account in a quarter of an hour, wherever the tries come from. */
const TRIES = 10;
const WINDOW_S = 15 * 60;

/** The count of tries at an account, whose name is not stored. */
export const key = (account: string): Key => ({
  table: "Attempts",
  key: {
    id: sha256(account),
  },
});

/**
 * Counts a try before it is made, so that a hundred at once are ten as well. Refuses the eleventh in the window that the
 * first one opened. A lost answer may count a try twice, which only makes it stricter.
 */
export async function claim(ctx: Context, account: string): Promise<void> {
  const now = Math.floor(ctx.now.getTime() / 1000);
  const values = { ":one": 1, ":end": now + WINDOW_S, ":now": now };
  const inWindow = () =>
    update(
      ctx,
      key(account),
      "tries = if_not_exists(tries, :zero) + :one, expiresAt = if_not_exists(expiresAt, :end)",
      {
        expression: "attribute_not_exists(id) OR (expiresAt > :now AND tries < :most)",
        values: { ...values, ":zero": 0, ":most": TRIES },
      },
    );
  // DynamoDB deletes what has expired within days: an old window makes room for a new one.
  const anew = () =>
    update(ctx, key(account), "tries = :one, expiresAt = :end", { expression: "expiresAt <= :now", values });
  // Of many who find an old window, one opens the new one, and the others are counted in it.
  if ((await inWindow()) || (await anew()) || (await inWindow())) return;
  const [item] = await read(ctx, [key(account)]);
  const { expiresAt } = z.object({ expiresAt: z.int() }).parse(item ?? { expiresAt: now + 1 });
  throw new Refusal(
    "session.too_many_attempts",
    "Too many tries at this account. Wait before the next one.",
    {
      retryAfter: Math.max(1, expiresAt - now),
    },
  );
}
