import { expect } from "vitest";
import type { Answer } from "../../support/client.ts";
import type { World } from "./command.ts";
import type { Reply, ShownCart, ShownOrder } from "./reply.ts";

type Named = Pick<World, "skus" | "orders">;

interface Money {
  amount: number;
}

interface ShownLine {
  sku: string;
  quantity: number;
  unitPrice: Money;
  unitPriceWhenAdded: Money;
  lineTotal: Money;
}

/** Translates an answer into the model's terms. */
export function observe({ status, headers, body }: Answer, world: Named): Reply {
  const number = (sku: string) => world.skus.indexOf(sku);
  const { code, skus, total, version, number: isOrder, data, quantity } = body;
  if (status >= 400) {
    const short = skus && { skus: skus.map(number) };
    return { status, code, ...short, ...(total && { total: total.amount }) };
  }
  if (version !== undefined) return { status, cart: cart(body, number) };
  if (isOrder !== undefined) {
    const replayed = headers.has("idempotent-replayed") && { replayed: true };
    return { status, order: order(body, world), ...replayed };
  }
  if (data?.some((one: object) => "current" in one)) return { status, count: data.length };
  if (data) return { status, orders: data.map((one: { id: string }) => nameOf(one.id, world)).sort() };
  return quantity === undefined ? { status } : { status, quantity };
}

type Body = Answer["body"];

function cart({ lines, itemCount, subtotal, warnings }: Body, number: (sku: string) => number): ShownCart {
  const shown = lines.map(({ sku, quantity, unitPrice, unitPriceWhenAdded, lineTotal }: ShownLine) => {
    expect(lineTotal.amount, "a line's total").toBe(unitPrice.amount * quantity);
    return { sku: number(sku), quantity, added: unitPriceWhenAdded.amount, price: unitPrice.amount };
  });
  const statusText = warnings.map(({ code, sku }: { code: string; sku: string }) => `${code} ${number(sku)}`);
  return { lines: shown, itemCount, subtotal: subtotal.amount, warnings: statusText };
}

/** Checks the totals, too. */
function order({ id, status, lines, subtotal, shipping, tax, total }: Body, world: Named): ShownOrder {
  const sum = lines.reduce((sum: number, { lineTotal }: ShownLine) => sum + lineTotal.amount, 0);
  expect([subtotal.amount, total.amount], "an order's totals").toEqual([
    sum,
    sum + shipping.amount + tax.amount,
  ]);
  const sold = lines.map(({ sku, quantity, unitPrice }: ShownLine) => ({
    sku: world.skus.indexOf(sku),
    quantity,
    price: unitPrice.amount,
  }));
  return { name: nameOf(id, world), lines: sold, total: total.amount, canceled: status === "canceled" };
}

const nameOf = (id: string, { orders }: Named): string =>
  orders.find((order) => order.id === id)?.name ?? "an unknown order";
