import { expect, type MockInstance, vi } from "vitest";
import { opened } from "./bodies.ts";
import { type Answer, copyOf, secretOf } from "./client.ts";
import { run } from "./products.ts";
import { retryWhileBusy } from "./retry.ts";

/** What a shopper's client has observed: acknowledged changes, answers, and secrets. */
export interface Observed {
  /** Part of this shopper's e-mails and addresses: `marker-` and letters that no other shopper has. */
  marker: string;
  jar: { cookie: string };
  /** Quantities by SKU, as last acknowledged. */
  cart: Record<string, number>;
  // biome-ignore lint/suspicious/noExplicitAny: an order as it was answered
  orders: any[];
  /** IDs of the orders that were cancelled. */
  canceled: Set<string>;
  /** Every answer, as text. */
  answers: string[];
  secrets: Set<string>;
}

export const observed = (marker: string): Observed => ({
  marker,
  jar: { cookie: "" },
  cart: {},
  orders: [],
  canceled: new Set(),
  answers: [],
  secrets: new Set(),
});

/** Records an answer and the secrets in it. */
export function record(observed: Observed, answer: Answer): void {
  observed.answers.push(`${JSON.stringify([...answer.headers])} ${JSON.stringify(answer.body)}`);
  for (const secret of [secretOf(observed), answer.body?.token]) {
    if (secret) observed.secrets.add(secret);
  }
}

type Lines = { sku: string; quantity: number }[];
export const quantities = (lines: Lines): Record<string, number> =>
  Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));

/** The quantities in the shopper's stored cart, by SKU. */
export const cartOf = async (shopper: Pick<Observed, "jar">): Promise<Record<string, number>> =>
  quantities((await retryWhileBusy(() => copyOf(shopper).send("GET", "/v1/cart"))).body.lines);

/** O1: every acknowledged change is stored: the cart and the orders. O3: nothing else is stored. */
export async function expectStored(shopper: Observed): Promise<void> {
  expect(await cartOf(shopper), `${shopper.marker}: the cart`).toEqual(shopper.cart);
  const ids = await run("select id from orders where email = :email order by id", {
    email: emailOf(shopper.marker),
  });
  expect(ids.flat(), `${shopper.marker}: the orders`).toEqual(shopper.orders.map(({ id }) => id).sort());
  for (const order of shopper.orders) {
    const path = `/v1/orders/${order.id}`;
    const headers = opened(order.token);
    const { status, body } = await retryWhileBusy(() => copyOf(shopper).send("GET", path, { headers }));
    const { token: _, ...stored } = order;
    expect(status, JSON.stringify(body)).toBe(200);
    const payment = { ...stored.payment, status: "canceled" };
    const canceled = { status: "canceled", paymentStatus: "canceled", payment };
    expect(body).toEqual({ ...stored, ...(shopper.canceled.has(order.id) ? canceled : { status: "open" }) });
    expectSum(body);
  }
}

/** O3: a request that failed with a 5xx had no effect or its one effect. */
export const expectNoneOrOne = <T>(now: T, before: T, after: T): void =>
  expect(now).toBeOneOf([before, after]);

/** O4, for each SKU: stock at the start = stock now + sold − returned − restocked, and the stock is never below 0. */
export async function expectStock(skus: string[], start: number): Promise<void> {
  const rows = await run(
    `select v.sku, v.stock, coalesce(sum(l.quantity - l.restocked) filter (where o.status <> 'canceled'), 0)::int
     from variant v left join order_line l on l.sku = v.sku left join orders o on o.id = l.order_id
     where v.sku in (select jsonb_array_elements_text(:skus::jsonb)) group by v.sku`,
    { skus: JSON.stringify(skus) },
  );
  expect(rows).toHaveLength(skus.length);
  for (const [sku, stock, sold] of rows) {
    expect(Number(stock)).toBeGreaterThanOrEqual(0);
    expect(Number(stock) + Number(sold), `stock and sold of ${sku}`).toBe(start);
  }
}

type Amount = { amount: number };
type Sum = Record<"subtotal" | "shipping" | "tax" | "total", Amount> & {
  lines: { quantity: number; unitPrice: Amount; lineTotal: Amount }[];
};

/** O5: an order's total is the sum of its parts. */
export function expectSum({ lines, subtotal, shipping, tax, total }: Sum): void {
  for (const { quantity, unitPrice, lineTotal } of lines)
    expect(lineTotal.amount).toBe(unitPrice.amount * quantity);
  expect(subtotal.amount).toBe(lines.reduce((sum, { lineTotal }) => sum + lineTotal.amount, 0));
  expect(total.amount).toBe(subtotal.amount + shipping.amount + tax.amount);
}

export const emailOf = (marker: string): string => `${marker}@example.com`;

/** O6: no answer contains another shopper's marker. */
export function expectNoForeignMarker({ marker, answers }: Observed): void {
  const found = new Set(answers.flatMap((answer) => answer.match(/marker-\w+/g) ?? []));
  found.delete(marker);
  expect([...found], `markers in the answers to ${marker}`).toEqual([]);
}

/** Captures the log lines from now on, in place of printing them. */
export function captureLog() {
  const levels = ["debug", "log", "info", "warn", "error"] as const;
  const spies: Record<string, MockInstance> = Object.fromEntries(
    levels.map((level) => [level, vi.spyOn(console, level).mockImplementation(() => {})]),
  );
  const all = () => Object.values(spies).flatMap((spy) => spy.mock.calls);
  return {
    /** The number of lines with the level `error`, each of which raises an alarm. */
    alarms: () => spies.error?.mock.calls.length ?? 0,
    /** O7: no line contains one of these secrets (tokens, passwords, addresses). Then clears the lines. */
    expectNoSecrets: (secrets: Iterable<string>) => {
      const lines = JSON.stringify(all());
      for (const secret of secrets) expect(lines).not.toContain(secret);
      for (const spy of Object.values(spies)) spy.mockClear();
    },
    restore: () => {
      for (const spy of Object.values(spies)) spy.mockRestore();
    },
  };
}
