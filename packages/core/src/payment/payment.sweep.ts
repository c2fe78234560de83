import { type Context, timeLeft } from "../context.ts";
import { describe, log } from "../log.ts";
import type { ProviderPayment } from "./payment.provider.ts";
import { changeFor, mismatch } from "./payment.rules.ts";
import * as Sql from "./payment.sql.ts";
import { providerOf } from "./providers.ts";
import * as RefundSql from "./refund.sql.ts";
import * as Refund from "./refund.ts";
import { cancelPayment, report, settle } from "./settle.ts";

const BATCH = 100;
const AT_ONCE = 5;
/** The time that one payment needs at most. */
const ONE_MS = 10_000;
/** Pending payments are asked about so often. */
const RECONCILE_S = 300;
/** A younger refund's request may still be at work. */
const REFUND_AGE_S = 30;
/** Stripe repeats events for three days. */
const EVENT_DAYS = 7;

export interface Swept {
  expired: number;
  captured: number;
  checked: number;
  refunded: number;
}

/** Does for payments what needs a clock. Twice at once does no harm. One payment that fails does not stop the others. */
export async function sweep(ctx: Context): Promise<Swept> {
  const asItIs = async (row: Sql.PaymentRow) =>
    settle(ctx, await providerOf(row.provider).find(ctx, row.providerRef ?? ""));
  const swept = {
    captured: await each(ctx, "capture", await Sql.toCapture(ctx, BATCH), async (row) =>
      settle(ctx, await providerOf(row.provider).capture(ctx, row.providerRef ?? "")),
    ),
    expired: await each(ctx, "expire", await Sql.expired(ctx, BATCH), (row) =>
      cancelPayment(ctx, row, { by: "expiry" }),
    ),
    refunded: await each(ctx, "refund", await RefundSql.pending(ctx, REFUND_AGE_S, BATCH), (row) =>
      Refund.execute(ctx, row),
    ),
    checked: await each(ctx, "check", await Sql.unchecked(ctx, RECONCILE_S, BATCH), asItIs),
  };
  await Sql.forgetEvents(ctx, EVENT_DAYS);
  return swept;
}

/** Returns how many succeeded. */
async function each<T extends { id: string }>(
  ctx: Context,
  what: string,
  all: T[],
  work: (one: T) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (let from = 0; from < all.length && timeLeft(ctx) > ONE_MS; from += AT_ONCE) {
    const part = all.slice(from, from + AT_ONCE);
    const results = await Promise.allSettled(part.map(work));
    for (const [i, result] of results.entries()) {
      if (result.status === "fulfilled") done++;
      else log("error", "payment not swept", { what, id: part[i]?.id, error: describe(result.reason) });
    }
  }
  return done;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A payment that was begun a moment ago may not be stored yet. */
const SETTLED_MS = 60 * 60 * 1_000;

/**
 * Compares the payments that a provider has begun in the last days with ours, once a day. Logs an error for each difference that a person must
 * look at, such as money without an order. Returns their number, or undefined if it was done today.
 */
export async function compare(ctx: Context, providerName: string): Promise<number | undefined> {
  const day = ctx.now.toISOString().slice(0, 10);
  if ((await Sql.claimDay(ctx, `${providerName} compared on ${day}`)).length === 0) return undefined;
  let differences = 0;
  const since = new Date(ctx.now.getTime() - 3 * DAY_MS);
  for await (const found of providerOf(providerName).list(ctx, since)) {
    if (await isDifferent(ctx, found)) differences++;
    // Records a refund whose event was lost.
    else if (found.refunds.length > 0) await settle(ctx, found);
  }
  return differences;
}

async function isDifferent(ctx: Context, found: ProviderPayment): Promise<boolean> {
  // Another program may use the same account, and nothing follows from a payment that nobody can make any more.
  if (found.paymentId === undefined || found.status === "open" || found.status === "canceled") return false;
  const [row] = await Sql.byId(ctx, found.paymentId);
  const problem = row
    ? (mismatch(row, found) ?? unsettled(row, found, ctx))
    : "The shop has no such payment.";
  if (problem === undefined) return false;
  report(found, problem, row);
  return true;
}

/** A payment that should have been settled long ago. */
function unsettled(row: Sql.PaymentRow, found: ProviderPayment, { now }: Context): string | undefined {
  const change = changeFor(row, found);
  const isOld = row.checkedAt !== null && now.getTime() - Date.parse(row.checkedAt) > SETTLED_MS;
  if (change === "none" || change === "processing" || !isOld) return undefined;
  return `The shop has not recorded it: ${change}.`;
}
