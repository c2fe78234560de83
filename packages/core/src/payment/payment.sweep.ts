import { sql } from "../aws/sql.ts";
import { type Context, timeLeft } from "../context.ts";
import { describe, log } from "../log.ts";
import * as OnceSql from "./payment.once.sql.ts";
import * as Sql from "./payment.sql.ts";
import { providerOf } from "./providers.ts";
import { cancelPayment, recordPayment } from "./record.ts";
import * as RefundSql from "./refund.sql.ts";
import * as Refund from "./refund.ts";
import * as Unpaid from "./unpaid.ts";

export { compare } from "./payment.compare.ts";

const BATCH = 100;
const AT_ONCE = 5;
/** The time that one payment needs at most. */
const ONE_MS = 10_000;
/** The provider is asked so often about pending payments, and about authorised ones. */
const PENDING_S = 300;
const AUTHORIZED_S = 24 * 60 * 60;
/** An authorised payment is reported so long before it ends. */
const WARNING_S = 2 * 24 * 60 * 60;
/** A younger refund's request may still be at work. */
const REFUND_AGE_S = 30;
/** Stripe repeats events for three days. */
const EVENT_DAYS = 7;

export interface Swept {
  /** Unpaid orders without a payment provider: mails to their shoppers, and cancellations. */
  reminded: number;
  canceled: number;
  captured: number;
  expired: number;
  refunded: number;
  checked: number;
  warned: number;
}

/** Does for payments what needs a clock. Twice at once does no harm. One payment that fails does not stop the others. */
export async function sweep(ctx: Context): Promise<Swept> {
  const swept = {
    // First, because these do not wait for the provider.
    reminded: await each(ctx, "remind", await Unpaid.toRemind(ctx, BATCH), (order) =>
      Unpaid.remind(ctx, order),
    ),
    canceled: await each(ctx, "cancel", await Unpaid.toCancel(ctx, BATCH), (order) =>
      Unpaid.cancel(ctx, order),
    ),
    captured: await each(ctx, "capture", await Sql.toCapture(ctx, BATCH), (row) => capture(ctx, row)),
    expired: await each(ctx, "expire", await Sql.expired(ctx, BATCH), (row) => expire(ctx, row)),
    refunded: await each(ctx, "refund", await RefundSql.pending(ctx, REFUND_AGE_S, BATCH), (row) =>
      Refund.execute(ctx, row),
    ),
    checked: await each(ctx, "check", await Sql.unchecked(ctx, PENDING_S, AUTHORIZED_S, BATCH), (row) =>
      check(ctx, row),
    ),
    // After the captures: what is captured needs no warning.
    warned: await each(ctx, "warn", await Sql.ending(ctx, WARNING_S, BATCH), (row) => warn(ctx, row)),
  };
  await OnceSql.forgetEvents(ctx, EVENT_DAYS);
  return swept;
}

/** The whole amount, also if only a part of the order was shipped: Stripe captures a payment once. */
async function capture(ctx: Context, { provider, providerRef }: Sql.PaymentRow): Promise<void> {
  await recordPayment(ctx, await providerOf(provider).capture(ctx, providerRef ?? ""));
}

async function expire(ctx: Context, row: Sql.PaymentRow): Promise<void> {
  // An authorised order may be shipped at this moment. Without a row it was: the next minute captures it.
  const mayCancel =
    row.status === "pending" || (await OnceSql.beginCancel(ctx, row.orderId, sql`true`)).length > 0;
  if (mayCancel) await cancelPayment(ctx, row, { by: "expiry" });
}

async function check(ctx: Context, { id, provider, providerRef }: Sql.PaymentRow): Promise<void> {
  await recordPayment(ctx, await providerOf(provider).find(ctx, providerRef ?? ""));
  await OnceSql.setChecked(ctx, id);
}

/** An alarm, once for each payment: `stacks/alarms.ts` counts these lines. The runbook is in `stacks/README.md`. */
async function warn(ctx: Context, row: Sql.PaymentRow): Promise<void> {
  const { id, orderId, number, providerRef: ref, captureBefore, isShipped } = row;
  log("error", "authorization expires soon", { id, orderId, number, ref, captureBefore, isShipped });
  // Afterwards, so that the alarm is not lost if this process dies.
  await OnceSql.setWarned(ctx, id);
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
