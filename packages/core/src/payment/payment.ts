import { links } from "../aws/links.ts";
import { type Context, within } from "../context.ts";
import { describe, log } from "../log.ts";
import { money } from "../money.ts";
import { type Access, canOpen, hashesOf } from "../order/order.access.ts";
import type { Order } from "../order/order.schema.ts";
import { opens } from "../order/order.sql.ts";
import { read } from "../order/order.ts";
import { Refusal } from "../refusal.ts";
import * as OnceSql from "./payment.once.sql.ts";
import { changeFor } from "./payment.rules.ts";
import type { Payment } from "./payment.schema.ts";
import * as Sql from "./payment.sql.ts";
import { providerOf } from "./providers.ts";
import { recordPayment } from "./record.ts";

/**
 * The payment of an order, with what the shopper's browser needs to pay. Repeated and parallel calls return the same one. Throws
 * `order.unknown`, and `order.not_payable` if nobody has begun to pay in time.
 */
export async function start(ctx: Context, orderId: string, access: Access): Promise<Payment> {
  const [row] = canOpen(orderId, access)
    ? await Sql.ofOrder(ctx, orderId, opens(hashesOf(orderId, access)))
    : [];
  if (!row) return byHand(await read(ctx, orderId, access));
  if (row.status !== "pending") return view(row);
  const provider = providerOf(row.provider);
  if (row.providerRef !== null) {
    const found = await provider.find(ctx, row.providerRef);
    const isOpen = found.status === "open";
    if (isOpen && changeFor(row, found, ctx.now) === "none") return view(row, found.clientSecret);
    await recordPayment(ctx, found);
    return view((await Sql.byId(ctx, row.id))[0] ?? row, isOpen ? found.clientSecret : undefined);
  }
  if (isExpired(row, ctx)) throw notPayable();
  const { id, number, amount, currency } = row;
  const capturesAtOnce = row.capture === "automatic";
  const found = await provider.open(ctx, { id, orderId, number, amount, currency, capturesAtOnce });
  const [stored] = await OnceSql.setRef(ctx, id, found.ref);
  if (stored) return view(row, found.clientSecret);
  const [now] = await Sql.byId(ctx, id);
  // Nobody has seen this secret, so nobody can have paid with it. Parallel requests begin the same payment: then it may be paid.
  if (now?.providerRef !== found.ref) await provider.cancel(ctx, found.ref);
  if (now?.status === "pending" && now.providerRef !== null)
    return view(now, (await provider.find(ctx, now.providerRef)).clientSecret);
  if (now && now.providerRef !== null) return view(now);
  throw notPayable();
}

const isExpired = ({ expiresAt }: Sql.PaymentRow, { now }: Context): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now.getTime();

const notPayable = () =>
  new Refusal("order.not_payable", "The time to pay is over, or the order is canceled.");

/** A payment that the shop collects outside this API has no secret. */
const byHand = ({ total, payment }: Order): Payment => ({ ...payment, amount: total });

const view = (
  { id, provider, status, amount, expiresAt }: Sql.PaymentRow,
  clientSecret?: string | undefined,
): Payment => ({
  id,
  provider,
  status,
  amount: money(amount),
  ...(expiresAt !== null && { expiresAt }),
  ...(clientSecret && { clientSecret, publishableKey: links.StripePublishableKey.value }),
});

/** The provider is asked about a payment at most once in so many seconds. */
const CHECK_PAUSE_S = 4;
/** A shopper who reads an order waits no longer for the provider. */
const CHECK_MS = 3_000;

/**
 * An order as its shopper may see it. If its payment is pending, the provider is asked, so that a lost webhook delays nothing. If
 * the provider does not answer, the order is returned as it is here.
 */
export async function readOrder(ctx: Context, orderId: string, access: Access): Promise<Order> {
  const order = await read(ctx, orderId, access);
  const { id, status } = order.payment;
  if (id === undefined || status !== "pending") return order;
  const [row] = await OnceSql.beginCheck(ctx, id, CHECK_PAUSE_S);
  if (!row?.providerRef) return order;
  try {
    const limited = within(ctx, CHECK_MS);
    const found = await providerOf(row.provider).find(limited, row.providerRef);
    if (changeFor(row, found, ctx.now) === "none") return order;
    await recordPayment(limited, found);
  } catch (error) {
    log("warn", "payment not checked", { orderId, error: describe(error) });
    return order;
  }
  return read(ctx, orderId, access);
}

/**
 * Records what the provider has of the payment that its event is about. Only the event's ID and the payment's ID are taken from the event.
 * False: it is not signed by the provider.
 */
export async function receive(
  ctx: Context,
  providerName: string,
  body: string,
  signature: string,
): Promise<boolean> {
  const provider = providerOf(providerName);
  const event = provider.readEvent(body, signature, ctx.now);
  if (!event) return false;
  const { id: eventId, paymentRef } = event;
  if (paymentRef === undefined || (await OnceSql.handledEvent(ctx, eventId)).length > 0) return true;
  await recordPayment(ctx, await provider.find(ctx, paymentRef), { eventId });
  return true;
}
