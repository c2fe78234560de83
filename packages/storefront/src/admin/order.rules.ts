import type { Order, OrderPage, OrderSummary } from "./api.ts";

type Query = {
  status?: Order["status"];
  paymentStatus?: Order["paymentStatus"];
  fulfillmentStatus?: Order["fulfillmentStatus"];
};

/** Each view of the list is one question to the API, or several whose answers are shown as one list. */
export const views = {
  "to-ship": [
    { paymentStatus: "paid", fulfillmentStatus: "not_fulfilled" },
    { paymentStatus: "authorized", fulfillmentStatus: "not_fulfilled" },
    { paymentStatus: "partially_refunded", fulfillmentStatus: "not_fulfilled" },
    { fulfillmentStatus: "partially_shipped" },
  ],
  unpaid: [
    { status: "open", paymentStatus: "pending" },
    { status: "confirmed", paymentStatus: "pending" },
  ],
  shipped: [{ fulfillmentStatus: "shipped" }],
  delivered: [{ fulfillmentStatus: "delivered" }],
  canceled: [{ status: "canceled" }],
  all: [{}],
} satisfies Record<string, Query[]>;
export type View = keyof typeof views;

export const isView = (name: string | null): name is View => name !== null && Object.hasOwn(views, name);

/** A list that is read page by page, and its next page. `null`: it is complete. */
export interface Source {
  query: Query;
  orders: OrderSummary[];
  next: string | null;
}

export const append = (source: Source, { data, nextCursor }: OrderPage): Source => ({
  ...source,
  orders: [...source.orders, ...data],
  next: nextCursor,
});

/**
 * The orders of several lists, the newest first. Orders that are older than the end of a list with further pages wait, because
 * that list may have others before them.
 */
export function merge(sources: Source[], view: View): { orders: OrderSummary[]; hasMore: boolean } {
  const open = sources.filter(({ next }) => next !== null);
  // IDs begin with the time, so they have the order of the lists.
  const bounds = open.map(({ orders }) => orders.at(-1)?.id ?? "￿");
  const bound = bounds.reduce((one, other) => (one > other ? one : other), "");
  const byId = new Map(sources.flatMap(({ orders }) => orders).map((order) => [order.id, order]));
  const orders = [...byId.values()]
    .filter(
      ({ id, status }) => id >= bound && (view === "canceled" || view === "all" || status !== "canceled"),
    )
    .sort((one, other) => (one.id < other.id ? 1 : -1));
  return { orders, hasMore: open.length > 0 };
}

/** The lists whose next page is needed to show more: those that hold the others back. */
export function toRead(sources: Source[]): Source[] {
  const open = sources.filter(({ next }) => next !== null);
  const ends = open.map(({ orders }) => orders.at(-1)?.id ?? "￿");
  const bound = ends.reduce((one, other) => (one > other ? one : other), "");
  return open.filter((_, i) => ends[i] === bound);
}

type Line = Order["lines"][number];

/** Units of a line that were not shipped. Some may have been refunded and put back into stock: the API knows these. */
export const leftOf = ({ quantity, shipped }: Line): number => Math.max(0, quantity - shipped);

export const canShip = (order: Order): boolean =>
  order.status !== "canceled" && order.lines.some((line) => leftOf(line) > 0) && isSecured(order);

/** Whether the money is there or promised. The shop collects other payments by itself, whenever it likes. */
const isSecured = ({ payment, paymentStatus }: Order): boolean =>
  payment.provider === "manual" || !["pending", "failed", "canceled"].includes(paymentStatus);

/** An order can be canceled until a part of it has been shipped. */
export const canCancel = ({ status, fulfillments }: Order): boolean =>
  status === "open" && fulfillments.length === 0;

/** What can still be paid back, in minor units: never more than was paid. */
export function refundable({ paid, refunds }: Order): number {
  const back = refunds.filter(({ status }) => status !== "failed");
  return Math.max(
    0,
    back.reduce((left, { amount }) => left - amount.amount, paid.amount),
  );
}

/** What is still to be paid, in minor units. Only for payments that the shop records by hand. */
export const owed = ({ status, total, paid, payment }: Order): number =>
  status !== "canceled" && payment.provider === "manual" ? Math.max(0, total.amount - paid.amount) : 0;

/** What a choice of lines costs, in minor units. */
export const priceOf = (order: Order, chosen: Record<string, number>): number =>
  order.lines.reduce((sum, { sku, unitPrice }) => sum + unitPrice.amount * (chosen[sku] ?? 0), 0);

/** The lines with a quantity, as the API wants them. */
export const chosenLines = (chosen: Record<string, number>) =>
  Object.entries(chosen)
    .filter(([, quantity]) => quantity > 0)
    .map(([sku, quantity]) => ({ sku, quantity }));

export type Happening =
  | { at: string; kind: "placed" }
  | { at: string; kind: "payment"; payment: Order["payments"][number] }
  | { at: string; kind: "shipped" | "delivered"; fulfillment: Order["fulfillments"][number] }
  | { at: string; kind: "refund"; refund: Order["refunds"][number] };

/** What has happened to an order, the oldest first. */
export function historyOf({ placedAt, payments, fulfillments, refunds }: Order): Happening[] {
  const all: Happening[] = [
    { at: placedAt, kind: "placed" },
    ...payments.map((payment) => ({ at: payment.createdAt, kind: "payment" as const, payment })),
    ...fulfillments.map((fulfillment) => ({
      at: fulfillment.shippedAt,
      kind: "shipped" as const,
      fulfillment,
    })),
    ...fulfillments.flatMap((fulfillment) =>
      fulfillment.deliveredAt
        ? [{ at: fulfillment.deliveredAt, kind: "delivered" as const, fulfillment }]
        : [],
    ),
    ...refunds.map((refund) => ({ at: refund.createdAt, kind: "refund" as const, refund })),
  ];
  return all.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

/** The lines of a packing slip: what is not shipped yet, or everything if all is. */
export function linesToPack({ lines }: Order): { line: Line; quantity: number }[] {
  const open = lines.filter((line) => leftOf(line) > 0);
  return open.length > 0
    ? open.map((line) => ({ line, quantity: leftOf(line) }))
    : lines.map((line) => ({ line, quantity: line.quantity }));
}

/** Adds an ID to a selection, or takes it out. */
export const toggled = (selected: readonly string[], id: string): string[] =>
  selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id];

/** A typed web address in full: `www.…` becomes `https://www.…`. Undefined: it is none. */
export function webAddress(typed: string): string | undefined {
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(full)) return undefined;
  const { protocol, hostname, href } = new URL(full);
  // A word without a dot is no host of the web, and another scheme could be a script.
  return /^https?:$/.test(protocol) && /\.[a-z\d-]{2,}$/i.test(hostname) ? href : undefined;
}
