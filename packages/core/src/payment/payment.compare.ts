import type { Context } from "../context.ts";
import { describe, log } from "../log.ts";
import * as OnceSql from "./payment.once.sql.ts";
import type { ProviderPayment } from "./payment.provider.ts";
import { changeFor, mismatch } from "./payment.rules.ts";
import * as Sql from "./payment.sql.ts";
import { providerOf } from "./providers.ts";
import { recordPayment, report } from "./record.ts";
import * as RefundSql from "./refund.sql.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** What began a moment ago may not be stored yet, here or there. */
const RECORDED_MS = 60 * 60 * 1_000;

/**
 * Compares the payments that a provider has begun or refunded in the last days with ours, once a day. Logs an error for each
 * difference that a person must look at, such as money without an order. Returns their number, or undefined if it was done today.
 */
export async function compare(ctx: Context, providerName: string): Promise<number | undefined> {
  const day = ctx.now.toISOString().slice(0, 10);
  if ((await OnceSql.beginDay(ctx, `${providerName} compared on ${day}`)).length === 0) return undefined;
  let differences = 0;
  const since = new Date(ctx.now.getTime() - 3 * DAY_MS);
  for await (const found of providerOf(providerName).list(ctx, since)) {
    if (await isDifferent(ctx, found)) differences++;
  }
  return differences;
}

async function isDifferent(ctx: Context, found: ProviderPayment): Promise<boolean> {
  // Another program may use the same account, and nothing follows from a payment that nobody can make any more.
  if (found.paymentId === undefined || found.status === "open" || found.status === "canceled") return false;
  const [row] = await Sql.byId(ctx, found.paymentId);
  const problem = row
    ? (mismatch(row, found) ?? unrecorded(row, found, ctx) ?? (await refundProblem(ctx, row, found)))
    : "The shop has no such payment.";
  if (problem === undefined) return false;
  report(found, problem, row);
  return true;
}

/** A payment that should have been recorded long ago. */
function unrecorded(row: Sql.PaymentRow, found: ProviderPayment, { now }: Context): string | undefined {
  const change = changeFor(row, found, now);
  const isOld = row.checkedAt !== null && now.getTime() - Date.parse(row.checkedAt) > RECORDED_MS;
  if (change === "none" || change === "processing" || !isOld) return undefined;
  return `The shop has not recorded it: ${change}.`;
}

/** Refunds that the provider has and the shop has not are recorded first: their webhooks may have been lost. */
async function refundProblem(
  ctx: Context,
  row: Sql.PaymentRow,
  found: ProviderPayment,
): Promise<string | undefined> {
  if (found.status !== "captured" || (await hasSameRefunds(ctx, row, found))) return undefined;
  try {
    await recordPayment(ctx, found);
  } catch (error) {
    log("warn", "payment not recorded", { id: row.id, error: describe(error) });
  }
  const [recorded = row] = await Sql.byId(ctx, row.id);
  if (await hasSameRefunds(ctx, recorded, found)) return undefined;
  return "The provider has refunded another sum than the shop.";
}

async function hasSameRefunds(
  ctx: Context,
  { id, refunding }: Sql.PaymentRow,
  { refunds }: ProviderPayment,
): Promise<boolean> {
  const made = refunds.filter(
    // The shop records a refund of the provider's dashboard when it has succeeded.
    ({ status, refundId }) => status === "succeeded" || (status === "pending" && refundId !== undefined),
  );
  const there = made.reduce((sum, { amount }) => sum + amount, 0);
  if (there === refunding) return true;
  // A refund that the shop has just recorded may not have reached the provider.
  const [recent] = await RefundSql.recent(ctx, id, RECORDED_MS / 1_000);
  return refunding - (recent?.amount ?? 0) <= there && there < refunding;
}
