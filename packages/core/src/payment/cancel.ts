import { type Sql as SqlPart, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { isId, newId } from "../id.ts";
import * as Audit from "../merchant/audit.ts";
import { type Access, canOpen, hashesOf } from "../order/order.access.ts";
import { unknownOrder } from "../order/order.admin.rules.ts";
import type { AdminOrder } from "../order/order.admin.schema.ts";
import * as Admin from "../order/order.admin.ts";
import * as Cancel from "../order/order.cancel.sql.ts";
import type { Order } from "../order/order.schema.ts";
import { opens } from "../order/order.sql.ts";
import { read } from "../order/order.ts";
import { Refusal } from "../refusal.ts";
import * as CancelSql from "./cancel.sql.ts";
import type { CanceledBy } from "./payment.change.sql.ts";
import * as OnceSql from "./payment.once.sql.ts";
import { cancelPayment } from "./record.ts";
import * as Refund from "./refund.ts";

/**
 * Cancels an order of which nothing was shipped, for its shopper. Its stock returns once. An authorised payment is released and a
 * captured one refunded. Throws `order.unknown`, `order.not_cancelable`, `payment.unconfirmed`.
 */
export async function cancel(ctx: Context, id: string, access: Access): Promise<Order> {
  if (canOpen(id, access)) await cancelOrder(ctx, id, opens(hashesOf(id, access)), "shopper");
  return checkCanceled(await read(ctx, id, access));
}

/** The same for the merchant, whoever placed the order. */
export async function cancelAsMerchant(ctx: Context, by: Audit.Author, id: string): Promise<AdminOrder> {
  if (!isId("order", id)) throw unknownOrder();
  await cancelOrder(
    ctx,
    id,
    sql`true`,
    "merchant",
    sql`, audit as (${Audit.record(by, {
      from: sql`open`,
      subject: sql`id`,
      before: sql`jsonb_build_object('status', status, 'paymentStatus', payment_status)`,
      after: sql`jsonb_build_object('status', 'canceled')`,
    })}
      )`,
  );
  return checkCanceled(await Admin.read(ctx, id));
}

function checkCanceled<O extends Pick<Order, "status" | "fulfillmentStatus" | "payment">>(order: O): O {
  if (order.status === "canceled") return order;
  if (order.fulfillmentStatus === "not_fulfilled" && order.status !== "complete")
    throw new Refusal("payment.unconfirmed", "The bank has not confirmed the payment yet. Try again later.");
  throw new Refusal("order.not_cancelable", "A part of this order has been shipped, or it is complete.");
}

async function cancelOrder(
  ctx: Context,
  id: string,
  who: SqlPart,
  by: CanceledBy,
  also?: SqlPart,
): Promise<void> {
  const [canceled] = await Cancel.cancel(ctx, id, who, by, also);
  const [payment] = canceled ? [] : await OnceSql.beginCancel(ctx, id, who);
  if (!payment) return;
  const canBeReleased = payment.status === "pending" || payment.status === "authorized";
  if (canBeReleased && !(await cancelPayment(ctx, payment, { by, also }))) {
    // The provider's event may have been faster than its answer.
    await CancelSql.setCanceledBy(ctx, payment, by, also);
  }
  // It is paid, or the shopper has paid while we canceled.
  const refundId = newId("refund", ctx.now);
  const [refunded] = await CancelSql.cancelPaid(ctx, id, { refundId, who, by, also });
  if (refunded) await Refund.tryExecute(ctx, refundId);
}
