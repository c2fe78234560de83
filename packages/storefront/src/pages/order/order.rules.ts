import type { components } from "@myclothes/client";

type Order = components["schemas"]["Order"];

/** How the payment of an order stands, as the page words it. */
export type PaymentState =
  | "payable"
  | "expired"
  | "later"
  | "processing"
  | Exclude<Order["paymentStatus"], "pending">;

/** An unpaid order is held for 30 minutes. One that is held for much longer waits for a bank. */
const HELD_MS = 60 * 60 * 1_000;

export function paymentState(
  { status, paymentStatus, payment }: Pick<Order, "status" | "paymentStatus" | "payment">,
  now: number,
): PaymentState {
  if (paymentStatus !== "pending") return paymentStatus;
  if (status === "canceled") return "canceled";
  if (payment.provider === "manual") return "later";
  const left = payment.expiresAt === undefined ? 0 : Date.parse(payment.expiresAt) - now;
  if (left > HELD_MS) return "processing";
  return left > 0 ? "payable" : "expired";
}

/** Whether the shop may soon know more than this page: the page then asks again. */
export const isWaiting = (state: PaymentState): boolean =>
  state === "payable" || state === "expired" || state === "processing";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** The pause before the page asks for the `count`th time, from 0 on, in ms. */
export const pauseBefore = (count: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.round(FIRST_PAUSE_MS * 1.5 ** count));

/** Until something is shipped. The shop decides. */
export const canCancel = ({
  status,
  fulfillmentStatus,
}: Pick<Order, "status" | "fulfillmentStatus">): boolean =>
  (status === "open" || status === "confirmed") && fulfillmentStatus === "not_fulfilled";

export type Step = "ordered" | "paid" | "shipped" | "delivered";

/** How far the order has come. */
export function stepsOf({
  paymentStatus,
  fulfillmentStatus,
}: Pick<Order, "paymentStatus" | "fulfillmentStatus">): { step: Step; isDone: boolean }[] {
  const isPaid = ["authorized", "paid", "partially_refunded", "refunded"].includes(paymentStatus);
  const isShipped = ["shipped", "delivered", "returned"].includes(fulfillmentStatus);
  const isDelivered = ["delivered", "returned"].includes(fulfillmentStatus);
  return [
    { step: "ordered", isDone: true },
    { step: "paid", isDone: isPaid },
    { step: "shipped", isDone: isShipped },
    { step: "delivered", isDone: isDelivered },
  ];
}

/** A carrier's page. Undefined if the address is none of the web: it could be a script. */
export function trackingUrl(url: string | null): string | undefined {
  if (url === null || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : undefined;
}

/** What was paid back, or is on its way, in minor units. */
export const refundedOf = (
  { refunds }: Pick<Order, "refunds">,
  status: Order["refunds"][number]["status"],
): number => refunds.reduce((sum, one) => sum + (one.status === status ? one.amount.amount : 0), 0);

/** A time of the same day as a time, and any other with its day. */
export function moment(time: string, now: number, locale: string, timeZone?: string): string {
  const zone = timeZone === undefined ? {} : { timeZone };
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", ...zone });
  const at = new Date(time);
  const isToday = day.format(at) === day.format(now);
  return new Intl.DateTimeFormat(locale, {
    timeStyle: "short",
    ...zone,
    ...(!isToday && { dateStyle: "medium" }),
  }).format(at);
}

/** The lines of a parcel with their titles. */
export const linesOf = (
  order: Pick<Order, "lines">,
  parcel: Order["fulfillments"][number],
): { sku: string; title: string; quantity: number }[] =>
  parcel.lines.map(({ sku, quantity }) => {
    const line = order.lines.find((one) => one.sku === sku);
    const title = line ? [line.title, line.options.color, line.options.size].filter(Boolean).join(", ") : sku;
    return { sku, title, quantity };
  });
