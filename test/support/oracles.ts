import { expect, type MockInstance, vi } from "vitest";
import { opened } from "./bodies.ts";
import { type Answer, copyOf, secretOf } from "./client.ts";
import { insist } from "./patience.ts";
import { run } from "./products.ts";

/** All that a shopper was told with a 2xx, and what nobody else may be told. */
export interface Told {
  /** In each e-mail and address of this shopper's: `mark-` and letters that no other has. */
  mark: string;
  jar: { cookie: string };
  /** Quantities by sku, as last acknowledged. */
  cart: Record<string, number>;
  // biome-ignore lint/suspicious/noExplicitAny: an order as it was answered
  orders: any[];
  /** Ids of those that were canceled. */
  canceled: Set<string>;
  /** Every answer, as text. */
  answers: string[];
  secrets: Set<string>;
}

export const told = (mark: string): Told => ({
  mark,
  jar: { cookie: "" },
  cart: {},
  orders: [],
  canceled: new Set(),
  answers: [],
  secrets: new Set(),
});

/** Writes down an answer, with the secrets in it. */
export function note(told: Told, answer: Answer): void {
  told.answers.push(`${JSON.stringify([...answer.headers])} ${JSON.stringify(answer.body)}`);
  for (const secret of [secretOf(told), answer.body?.token]) {
    if (secret) told.secrets.add(secret);
  }
}

type Lines = { sku: string; quantity: number }[];
export const quantities = (lines: Lines): Record<string, number> =>
  Object.fromEntries(lines.map(({ sku, quantity }) => [sku, quantity]));

/** The shopper's cart as it is stored. */
export const cartOf = async (told: Pick<Told, "jar">): Promise<Record<string, number>> =>
  quantities((await insist(() => copyOf(told).send("GET", "/v1/cart"))).body.lines);

/** O1: every 2xx is readable afterwards: the cart as acknowledged, the orders as answered; and O3: nothing else is there. */
export async function expectKept(told: Told): Promise<void> {
  expect(await cartOf(told), `${told.mark}: the cart`).toEqual(told.cart);
  const stored = await run("select id from orders where email = :email order by id", {
    email: emailOf(told.mark),
  });
  expect(stored.flat(), `${told.mark}: the orders`).toEqual(told.orders.map(({ id }) => id).sort());
  for (const order of told.orders) {
    const path = `/v1/orders/${order.id}`;
    const headers = opened(order.token);
    const { status, body } = await insist(() => copyOf(told).send("GET", path, { headers }));
    const { token: _, ...shown } = order;
    expect(status, JSON.stringify(body)).toBe(200);
    const canceled = { status: "canceled", paymentStatus: "canceled" };
    expect(body).toEqual({ ...shown, ...(told.canceled.has(order.id) ? canceled : { status: "open" }) });
    expectSum(body);
  }
}

/** O3: after a 5xx there is none or one effect. */
export const expectNoneOrOne = <T>(now: T, before: T, after: T): void =>
  expect(now).toBeOneOf([before, after]);

/** O4: stock at start = stock now + sold − returned, of each of these skus; never below 0. */
export async function expectStock(skus: string[], start: number): Promise<void> {
  const rows = await run(
    `select v.sku, v.stock, coalesce(sum(l.quantity) filter (where o.status <> 'canceled'), 0)::int
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

export const emailOf = (mark: string): string => `${mark}@example.com`;

/** O6: no answer holds another's mark. */
export function expectOwn({ mark, answers }: Told): void {
  const met = new Set(answers.flatMap((answer) => answer.match(/mark-\w+/g) ?? []));
  met.delete(mark);
  expect([...met], `marks in the answers to ${mark}`).toEqual([]);
}

/** What the shop writes into its log from now on; it is not printed. */
export function listen() {
  const levels = ["debug", "log", "info", "warn", "error"] as const;
  const spies: Record<string, MockInstance> = Object.fromEntries(
    levels.map((level) => [level, vi.spyOn(console, level).mockImplementation(() => {})]),
  );
  const all = () => Object.values(spies).flatMap((spy) => spy.mock.calls);
  return {
    /** How many lines call for somebody. */
    alarms: () => spies.error?.mock.calls.length ?? 0,
    /** O7: no secret, token, password or address in any line. Forgets the lines. */
    expectSilenceOn: (secrets: Iterable<string>) => {
      const lines = JSON.stringify(all());
      for (const secret of secrets) expect(lines).not.toContain(secret);
      for (const spy of Object.values(spies)) spy.mockClear();
    },
    restore: () => {
      for (const spy of Object.values(spies)) spy.mockRestore();
    },
  };
}
