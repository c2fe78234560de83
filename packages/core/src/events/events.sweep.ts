import { MAX_BATCH } from "../aws/queue.ts";
import type { Context } from "../context.ts";
import { removeInParts } from "../remove.ts";
import * as SweepSql from "./events.sweep.sql.ts";
import { send } from "./events.ts";

/** Longer than any request takes, so a younger event's request may still send it. */
const AGE_S = 10;
const SWEEP_BATCH = 100;
const SWEEP_SEND_MS = 5_000;

/**
 * Sends events again that may not have reached the queue, once each: from then on the queue and its dead-letter queue are
 * responsible. Returns their number. Throws when the queue does not confirm them.
 */
export async function sendAgain(ctx: Context, ageSeconds = AGE_S): Promise<number> {
  for (let total = 0; ; ) {
    const ids = (await SweepSql.unsent(ctx, ageSeconds, SWEEP_BATCH)).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += MAX_BATCH) {
      const sent = await send(ctx, ids.slice(from, from + MAX_BATCH), SWEEP_SEND_MS);
      await SweepSql.markSent(ctx, sent);
      total += sent.length;
    }
    if (ids.length < SWEEP_BATCH) return total;
  }
}

/** Programs that read the events in order may be away for so long. */
const KEPT_DAYS = 30;

/** Removes handled events that are older than 30 days, in small parts. Returns their number. */
export const removeOld = (ctx: Context): Promise<number> =>
  removeInParts(ctx, () => SweepSql.removeOld(ctx, KEPT_DAYS));
