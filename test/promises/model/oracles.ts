import { expect } from "vitest";
import { run } from "../../support/products.ts";
import type { State } from "./model.ts";

/** The number of the newest order. */
export async function lastNumber(): Promise<number> {
  const [row] = await run("select coalesce(max(number), 0) from orders");
  return Number(row?.[0]);
}

/** Checks the database after a sequence: stock plus sold units are unchanged, and there are no other orders. */
export async function audit(state: State, skus: string[], since: number): Promise<void> {
  const rows = await run(
    `select v.sku, v.stock,
      coalesce(sum(l.quantity) filter (where o.status <> 'canceled'), 0), count(distinct o.id)
    from variant v
      left join (order_line l join orders o on o.id = l.order_id and o.number > :since) on l.sku = v.sku
    where v.sku in (select jsonb_array_elements_text(:skus::jsonb))
    group by v.sku, v.stock`,
    { since, skus: JSON.stringify(skus) },
  );
  const found = new Map(rows.map(([sku, stock, sold, orders]) => [sku, [stock, sold, orders].map(Number)]));
  for (const [i, { stock, supplied }] of state.variants.entries()) {
    const [there = -1, sold = -1, orders] = found.get(skus[i] ?? "") ?? [];
    expect(there + sold, `${skus[i]}: in stock ${there}, sold and not returned ${sold}`).toBe(supplied);
    expect(there, `${skus[i]}: the stock that is left`).toBe(stock);
    const those = Object.values(state.orders).filter(({ lines }) => lines.some(({ sku }) => sku === i));
    expect(orders, `${skus[i]}: the orders with it`).toBe(those.length);
  }
}
