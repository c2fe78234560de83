import { expect } from "vitest";
import { keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { product, run } from "../../support/products.ts";

/** The price of one unit in these tests, in minor units. */
export const PRICE = 1000;

/** A guest's order with a line for each quantity. */
export async function placed(quantities: number[] = [2], rest: Record<string, unknown> = {}) {
  const { skus } = await product({ price: PRICE, variants: quantities.map(() => ({})) });
  const shopper = client();
  const items = skus.map((sku, i) => ({ sku, quantity: quantities[i] ?? 1 }));
  for (const body of items) await shopper.send("POST", "/v1/cart/items", { body });
  const subtotal = quantities.reduce((sum, quantity) => sum + quantity * PRICE, 0);
  const { status, body } = await shopper.send("POST", "/v1/orders", {
    body: orderOf(subtotal, rest),
    headers: keyed(),
  });
  expect(status, JSON.stringify(body)).toBe(201);
  const id = body.id as string;
  const path = `/admin/v1/orders/${id}`;
  const own = `/v1/orders/${id}`;
  return { id, number: body.number as number, total: body.total.amount as number, skus, shopper, path, own };
}

/** The names of the subject's events, in order. */
export const eventsOf = async (...subjects: string[]): Promise<string[]> => {
  const names = await Promise.all(
    subjects.map((id) => run("select name from event where subject = :id order by position", { id })),
  );
  return names.flat(2).map(String);
};

/** The routes and the later values of the subject's audit rows, in order. */
export const auditOf = async (subject: string): Promise<{ route: string; after: unknown }[]> =>
  (
    await run("select route, coalesce(after, 'null')::text from audit where subject = :subject order by id", {
      subject,
    })
  ).map(([route, after]) => ({ route: String(route), after: JSON.parse(String(after)) }));
