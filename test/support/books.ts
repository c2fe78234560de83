import { expect } from "vitest";
import { run } from "./products.ts";
import { clientOf, type StripeServer } from "./stripe.ts";

/** What the shop has recorded of an order that a provider collects. Amounts are in minor units. */
async function recorded(orderId: string) {
  const [row] = await run(
    `select o.status, o.payment_status, o.paid, o.refunding, o.refunded, p.id, p.status, p.amount,
      coalesce(p.provider_ref, ''),
      (select coalesce(sum(amount), 0) from refund r where r.order_id = o.id and r.status = 'succeeded')::bigint,
      (select count(*) from refund r where r.order_id = o.id and r.status = 'pending'),
      (select count(*) from payment other where other.order_id = o.id),
      (select count(*) from event e where e.subject = o.id and e.name = 'order.paid'),
      o.fulfillment_status
    from orders o join payment p on p.order_id = o.id and p.provider <> 'manual' where o.id = :orderId`,
    { orderId },
  );
  if (!row) throw new Error(`There is no order ${orderId} with a payment by a provider.`);
  const [status, orderPayment, paid, refunding, refunded, paymentId, payment, amount, ref] = row;
  const [refunds, pending, payments, paidEvents, fulfillment] = row.slice(9);
  return {
    status: String(status),
    paymentId: String(paymentId),
    ref: String(ref),
    fulfillment: String(fulfillment),
    statuses: [String(orderPayment), String(payment)],
    ...counts({ paid, refunding, refunded, amount, refunds, pending, payments, paidEvents }),
  };
}

const counts = <K extends string>(values: Record<K, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)])) as Record<
    K,
    number
  >;

const statusOf = (paid: number, refunded: number): string =>
  refunded === 0 ? "paid" : refunded === paid ? "refunded" : "partially_refunded";

/**
 * The invariant of payments, when nothing is under way: the shop has recorded what the provider has taken and given back, no
 * order is paid twice, and a canceled order has all of its money back. Only a refund that its bank has returned may be missing: a
 * person decides then. Returns what was compared.
 */
export async function expectBooks(provider: StripeServer, orderId: string) {
  const shop = await recorded(orderId);
  const intents = provider.books().filter(({ metadata }) => metadata.paymentId === shop.paymentId);
  const taken = intents.filter(({ captured }) => captured > 0);
  const [captured, refunded] = [sum(intents, "captured"), sum(intents, "refunded")];
  const where = `${orderId}: ${JSON.stringify({ shop, intents })}`;
  expect(taken.length, `paid once, ${where}`).toBeLessThanOrEqual(1);
  expect([shop.paid, shop.refunded], `captured and refunded, ${where}`).toEqual([captured, refunded]);
  expect([shop.refunding, shop.refunds, shop.pending], `refunds, ${where}`).toEqual([refunded, refunded, 0]);
  expect(shop.payments, `one payment, ${where}`).toBe(1);
  if (captured > 0) {
    expect([captured, taken[0]?.id], where).toEqual([shop.amount, shop.ref]);
    expect(new Set(shop.statuses), where).toEqual(new Set([statusOf(captured, refunded)]));
    if (shop.status !== "canceled") expect(shop.paidEvents, `order.paid, ${where}`).toBe(1);
  }
  expect(shop.paidEvents, `order.paid, ${where}`).toBeLessThanOrEqual(1);
  if (shop.status === "canceled" && refunded < captured)
    expect(captured - refunded, `canceled with money, ${where}`).toBeLessThanOrEqual(
      await returned(provider, shop.ref),
    );
  // An order whose payment can never be made holds no stock.
  if (shop.statuses.includes("canceled") && shop.fulfillment === "not_fulfilled")
    expect([shop.status, ...shop.statuses], where).toEqual(["canceled", "canceled", "canceled"]);
  return { shop, intents };
}

const sum = (intents: { captured: number; refunded: number }[], what: "captured" | "refunded"): number =>
  intents.reduce((total, intent) => total + intent[what], 0);

/** The sum of the refunds that banks have returned. */
async function returned(provider: StripeServer, intent: string): Promise<number> {
  const { data } = await clientOf(provider).refunds.list({ payment_intent: intent, limit: 100 });
  return data.filter(({ status }) => status === "failed").reduce((total, { amount }) => total + amount, 0);
}
