import type { Context } from "../context.ts";
import { isId, newId } from "../id.ts";
import type { Author } from "../merchant/audit.ts";
import { inWords, money } from "../money.ts";
import { Refusal } from "../refusal.ts";
import { checkReplay, unknownOrder } from "./order.admin.rules.ts";
import type { Request } from "./order.admin.ts";
import type { AdminPayment, RecordPayment } from "./payment.schema.ts";
import * as Sql from "./payment.sql.ts";
import { noneIfRefused, UNIQUE } from "./refused.ts";

export interface Recorded {
  payment: AdminPayment;
  /** An earlier request with the same Idempotency-Key recorded it. */
  replayed: boolean;
}

/**
 * Records money that the shop has received outside this API. The payments of an order never exceed its total, also if several
 * people record at once. Throws `order.unknown`, `order.not_payable`, `payment.exceeds_owed`, `idempotency.key_reused`.
 */
export async function record(
  ctx: Context,
  by: Author,
  orderId: string,
  payment: RecordPayment,
  request: Request,
): Promise<Recorded> {
  if (!isId("order", orderId)) throw unknownOrder();
  const write = { ...request, id: newId("payment", ctx.now) };
  const [made] = await noneIfRefused(Sql.record(ctx, by, orderId, write, payment), UNIQUE);
  if (made) {
    ctx.counts.push("PaymentsTaken");
    return { payment: view(made), replayed: false };
  }
  const [earlier] = await Sql.byWrite(ctx, orderId, write);
  if (!earlier) throw whyNotRecorded(payment, (await Sql.owed(ctx, orderId))[0]);
  checkReplay(earlier, write);
  return { payment: view(earlier), replayed: earlier.id !== write.id };
}

function whyNotRecorded(
  { amount }: RecordPayment,
  order: { owed: number; status: string } | undefined,
): Refusal {
  if (!order) return unknownOrder();
  if (order.status === "canceled")
    return new Refusal("order.not_payable", "The order is canceled. No payment was recorded.");
  const owed = money(order.owed);
  if (amount.amount > order.owed) {
    const detail = `The payment is more than is owed for this order: ${inWords(owed)} is left to pay. It was not recorded.`;
    return new Refusal("payment.exceeds_owed", detail, { owed });
  }
  return new Refusal("order.not_payable", "The order's payment is not open. No payment was recorded.");
}

export const view = ({
  id,
  provider,
  status,
  amount,
  reference,
  createdAt,
}: Sql.PaymentRow): AdminPayment => ({
  id,
  provider,
  status,
  amount: money(amount),
  reference,
  createdAt,
});
