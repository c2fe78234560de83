import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { isId, newId } from "../id.ts";
import { describe, log } from "../log.ts";
import type { Author } from "../merchant/audit.ts";
import { inWords, money } from "../money.ts";
import { checkReplay, unknownOrder } from "../order/order.admin.rules.ts";
import type { Request } from "../order/order.admin.ts";
import { CHECK, noneIfRefused, UNIQUE } from "../order/refused.ts";
import { Refusal } from "../refusal.ts";
import type { ProviderRefund } from "./payment.provider.ts";
import type { PaymentRow } from "./payment.sql.ts";
import { providerOf } from "./providers.ts";
import * as ChangeSql from "./refund.change.sql.ts";
import * as RequestSql from "./refund.request.sql.ts";
import type { AdminRefund, RequestRefund } from "./refund.schema.ts";
import * as Sql from "./refund.sql.ts";

export interface Requested {
  refund: AdminRefund;
  /** An earlier request with the same Idempotency-Key recorded it. */
  replayed: boolean;
}

/** The shop makes no more of one order. Its answer shows the newest 100: the provider's dashboard has no limit. */
const MAX_REFUNDS = 50;

/**
 * Refunds a part of an order or all of it. The refund is recorded before the provider is called with its ID, so that it is made
 * once, also if this process dies: Payments makes those that are pending within a minute. Throws `order.unknown`, `refund.exceeds_paid`,
 * `refund.unknown_lines`, `refund.limit`, `refund.role_limit`, `idempotency.key_reused`.
 */
export async function request(
  ctx: Context,
  by: Author,
  orderId: string,
  wanted: RequestRefund,
  { key, fingerprint }: Request,
): Promise<Requested> {
  if (!isId("order", orderId)) throw unknownOrder();
  const write = { id: newId("refund", ctx.now), key, fingerprint };
  const [made] = await noneIfRefused(
    RequestSql.request(ctx, by, orderId, write, wanted, MAX_REFUNDS),
    UNIQUE,
    CHECK,
  );
  const row = made ?? (await Sql.byWrite(ctx, orderId, write))[0];
  if (!row) throw whyNotRefunded(by, wanted, (await Sql.left(ctx, orderId, wanted.lines))[0]);
  checkReplay(row, write);
  const refund = row.status === "pending" ? ((await tryExecute(ctx, row.id)) ?? row) : row;
  return { refund: view(refund), replayed: row.id !== write.id };
}

function whyNotRefunded(
  { role }: Author,
  { amount, lines }: RequestRefund,
  order: Awaited<ReturnType<typeof Sql.left>>[number] | undefined,
): Refusal {
  if (!order) return unknownOrder();
  if (order.count >= MAX_REFUNDS)
    return new Refusal("refund.limit", `This order has ${MAX_REFUNDS} refunds, and the shop makes no more.`);
  const left = money(order.left);
  if (order.left === 0 || (amount && amount.amount > order.left)) {
    const detail = `The refund is more than is left of the payment: ${inWords(left)} is left. Nothing was refunded.`;
    return new Refusal("refund.exceeds_paid", detail, { left });
  }
  const sum = amount?.amount ?? (lines ? order.price : order.left);
  const isPossible = (!lines || order.price !== null) && sum !== null && sum <= order.left;
  const limit = role === "support" ? order.supportLimit : null;
  if (isPossible && limit !== null && order.refunding + sum > limit) {
    const most = money(limit);
    const detail = `A key with the role support may not refund more than ${inWords(most)} of an order. Nothing was refunded.`;
    return new Refusal("refund.role_limit", detail, { limit: most });
  }
  if (lines) {
    const detail = `The order does not have these units, or their price is more than the ${inWords(left)} that is left. Nothing was refunded.`;
    return new Refusal("refund.unknown_lines", detail, { left });
  }
  // Another request was at work, and has finished or failed in the meantime.
  return new Refusal("service.unavailable", "The order was being changed. Try again.");
}

/** Makes a pending refund at its provider. Returns it as it is then. Never fails: Payments tries again within a minute. */
export async function tryExecute(ctx: Context, id: string): Promise<Sql.RefundRow | undefined> {
  try {
    const [row] = await Sql.byId(ctx, id);
    if (row?.status === "pending") await execute(ctx, row);
    return (await Sql.byId(ctx, id))[0];
  } catch (error) {
    log("warn", "refund not confirmed: Payments will try again", { refundId: id, error: describe(error) });
    return undefined;
  }
}

/** Makes a refund at its provider, and records the result. Safe to repeat. */
export async function execute(ctx: Context, row: Sql.RefundRow): Promise<void> {
  if (row.provider === null || row.providerRef === null) return;
  const made = await providerOf(row.provider).refund(ctx, row.providerRef, row);
  if (!made) return refuse(ctx, row, row.provider, row.providerRef);
  if (made.status === "succeeded") await ChangeSql.succeed(ctx, row.id, made.ref);
  if (made.status === "failed") await fail(ctx, row, made.ref);
}

/**
 * The provider has less left, because a person has refunded some in its dashboard. A canceled order gets the rest back, under
 * another ID.
 */
async function refuse(ctx: Context, row: Sql.RefundRow, provider: string, ref: string): Promise<void> {
  const { amount, refunds } = await providerOf(provider).find(ctx, ref);
  const left = refunds.reduce((sum, one) => sum - (one.status === "failed" ? 0 : one.amount), amount);
  const rest = { id: newId("refund", ctx.now), amount: left < row.amount ? Math.max(left, 0) : 0 };
  const [refused] = await ChangeSql.refuse(ctx, row.id, rest);
  if (!refused) return;
  if (!refused.isReplaced) return logFailed(row);
  const [made] = await Sql.byId(ctx, rest.id);
  if (made) await execute(ctx, made);
}

type Refund = Pick<Sql.RefundRow, "id" | "orderId">;

async function fail(ctx: Context, row: Refund, providerRefund?: string): Promise<void> {
  if ((await ChangeSql.fail(ctx, row.id)).length > 0) logFailed(row, providerRefund);
}

/** Each is an alarm, like those of `report`. */
const logFailed = ({ id, orderId }: Refund, providerRefund?: string): void =>
  log("error", "refund failed", { refundId: id, orderId, providerRefund });

/** Records what the provider has of a payment's refunds, those of its dashboard too. */
export async function recordAll(
  ctx: Context,
  payment: Pick<PaymentRow, "id" | "orderId">,
  found: ProviderRefund[],
): Promise<void> {
  const { orderId } = payment;
  const recorded = found.length > 1 ? await Sql.recorded(ctx, orderId) : [];
  for (const { ref, refundId, amount, status } of found) {
    if (recorded.some((one) => one.ref === ref && one.status === status)) continue;
    const isOurs = refundId !== undefined && isId("refund", refundId);
    if (status === "succeeded")
      await (isOurs ? ChangeSql.succeed(ctx, refundId, ref) : adopt(ctx, payment, { ref, amount }));
    if (status !== "failed") continue;
    const id = isOurs ? refundId : (await Sql.byRef(ctx, ref))[0]?.id;
    if (id !== undefined) await fail(ctx, { id, orderId }, ref);
  }
}

async function adopt(
  ctx: Context,
  { id, orderId }: Pick<PaymentRow, "id" | "orderId">,
  { ref, amount }: { ref: string; amount: number },
): Promise<void> {
  const adopting = () => ChangeSql.adopt(ctx, id, { id: newId("refund", ctx.now), ref, amount });
  try {
    await adopting();
  } catch (error) {
    if (!(error instanceof SqlError) || error.state !== CHECK) throw error;
    // Refunds of the shop wait for money that is gone. The provider refuses them, which gives it back.
    for (const row of await Sql.pendingOf(ctx, orderId)) await execute(ctx, row);
    await adopting();
  }
}

export const view = ({
  id,
  amount,
  status,
  reason,
  createdAt,
}: Pick<Sql.RefundRow, "id" | "amount" | "status" | "reason" | "createdAt">): AdminRefund => ({
  id,
  amount: money(amount),
  status,
  reason,
  createdAt,
});
