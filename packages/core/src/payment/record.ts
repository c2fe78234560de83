import type { Sql as SqlPart } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";
import { log } from "../log.ts";
import { expiry } from "../order/order.rules.ts";
import * as ChangeSql from "./payment.change.sql.ts";
import type { ProviderPayment } from "./payment.provider.ts";
import { type Change, changeFor, mismatch } from "./payment.rules.ts";
import * as Sql from "./payment.sql.ts";
import { providerOf } from "./providers.ts";
import * as Refund from "./refund.ts";

export interface RecordOptions {
  /** The provider's event that told of it. */
  eventId?: string | undefined;
  /** Who cancels the order, if the payment is canceled. */
  by?: ChangeSql.CanceledBy | undefined;
  /** A CTE that records the cancellation of the CTE `open`. */
  also?: SqlPart | undefined;
}

/** A bank may need days to confirm a payment. Its stock is held for so long. */
const PROCESSING_HOLD_S = 4 * 24 * 60 * 60;
const ROUNDS = 4;
const UNPAID_SHIPMENT = "The order was shipped, but its authorization has ended.";

/**
 * Records what the provider has of a payment, and of its refunds. Safe to repeat, and in any order. Nothing is recorded if the
 * amount differs: an alarm follows from the logged error. Returns whether it has changed the payment.
 */
export async function recordPayment(
  ctx: Context,
  found: ProviderPayment,
  options: RecordOptions = {},
): Promise<boolean> {
  const { paymentId } = found;
  if (paymentId === undefined) {
    log("info", "payment not made by this shop", { ref: found.ref });
    return false;
  }
  for (let round = 0; round < ROUNDS; round++) {
    const [row] = await Sql.byId(ctx, paymentId);
    const problem = row ? mismatch(row, found) : "The shop has no such payment.";
    if (!row || problem) {
      report(found, problem ?? "", row);
      return false;
    }
    const change = changeFor(row, found, ctx.now);
    const changed = change !== "none" && (await changes[change](ctx, row, found, options));
    // Without a row, another request was faster. The next round sees what it did.
    if (!changed && change !== "none") continue;
    await Refund.recordAll(ctx, row, found.refunds);
    return changed;
  }
  throw new Error(`The payment ${paymentId} is changing.`);
}

type Apply = (
  ctx: Context,
  row: Sql.PaymentRow,
  found: ProviderPayment,
  options: RecordOptions,
) => Promise<boolean>;

const changes: Record<Exclude<Change, "none">, Apply> = {
  processing: async (ctx, row, found, { eventId }) =>
    isSome(await ChangeSql.processing(ctx, { id: row.id, ref: found.ref, eventId }, PROCESSING_HOLD_S)),
  reopen: async (ctx, row, found, { eventId }) =>
    isSome(await ChangeSql.reopen(ctx, { id: row.id, ref: found.ref, eventId }, expiry(ctx.now))),
  authorize: async (ctx, row, found, { eventId }) =>
    isSome(await ChangeSql.authorize(ctx, { id: row.id, ref: found.ref, eventId }, found.captureBefore)),
  pay: async (ctx, row, found, { eventId }) =>
    counted(ctx, await ChangeSql.pay(ctx, { id: row.id, ref: found.ref, eventId })),
  async payCanceled(ctx, row, found, { eventId }) {
    const refundId = newId("refund", ctx.now);
    const [changed] = await ChangeSql.payCanceled(ctx, { id: row.id, ref: found.ref, eventId }, refundId);
    if (changed) ctx.counts.push("PaymentsTaken");
    if (changed?.orderStatus === "canceled") await Refund.tryExecute(ctx, refundId);
    return changed !== undefined;
  },
  async close(ctx, row, found, { eventId, by = "expiry", also }) {
    // Before the change, so that the alarm is not lost if this process dies.
    if (row.isShipped) report(found, UNPAID_SHIPMENT, row);
    const [closed] = await ChangeSql.close(ctx, { id: row.id, ref: found.ref, eventId }, by, also);
    if (closed && closed.orderStatus !== "canceled" && !row.isShipped) report(found, UNPAID_SHIPMENT, row);
    return closed !== undefined;
  },
  async void(ctx, row, found, options) {
    await recordPayment(ctx, await providerOf(row.provider).cancel(ctx, found.ref), options);
    return true;
  },
};

const isSome = (changed: unknown[]): boolean => changed.length > 0;

function counted(ctx: Context, paid: unknown[]): boolean {
  if (isSome(paid)) ctx.counts.push("PaymentsTaken");
  return isSome(paid);
}

/** Each is an alarm: `stacks/alarms.ts` counts these lines. The runbook is in `stacks/README.md`. */
export function report(
  { ref, paymentId, amount, currency, status }: ProviderPayment,
  problem: string,
  row?: Sql.PaymentRow,
) {
  const here = row && {
    orderId: row.orderId,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
  };
  log("error", "payment differs", { problem, provider: { ref, paymentId, status, amount, currency }, here });
}

/**
 * Cancels a payment that is not captured, at the provider first, and then its order. If the provider has captured it meanwhile,
 * the order is paid instead: the caller reads what has become of it. False: somebody else has recorded it.
 */
export async function cancelPayment(
  ctx: Context,
  row: Sql.PaymentRow,
  options: RecordOptions,
): Promise<boolean> {
  let { providerRef } = row;
  if (providerRef === null) {
    const seen = { id: row.id, ref: null };
    const closed = await ChangeSql.close(ctx, seen, options.by ?? "expiry", options.also);
    if (isSome(closed)) return true;
    // The shopper has begun to pay meanwhile, or it is paid or canceled.
    providerRef = (await Sql.byId(ctx, row.id))[0]?.providerRef ?? null;
    if (providerRef === null) return false;
  }
  return recordPayment(ctx, await providerOf(row.provider).cancel(ctx, providerRef), options);
}
