import { context } from "@myclothes/core/context";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEmbedded } from "../../support/database.ts";
import { run } from "../../support/products.ts";

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startEmbedded();
});
afterAll(() => stop());

it("handles the events of many large orders", async () => {
  await run(`
    insert into orders (id, cart_id, cart_version, idempotency_key, fingerprint, payment_provider, email,
      shipping_address, shipping_option, currency, subtotal, shipping, tax, total)
    select 'ord_' || n, 'cart_' || n, 1, 'key', '', 'manual', 'ada@example.com',
      '{"name": "Ada", "line1": "12 St James Square", "city": "London", "country": "GB"}', 'standard', 'USD', 0, 0, 0, 0
    from generate_series(1, 70) n`);
  await run(`
    insert into order_line (order_id, position, sku, title, size, color, quantity, unit_price)
    select o.id, n, repeat('衣', 60) || n, '', '', '', 99, 1 from orders o, generate_series(1, 100) n`);
  await run("insert into event (name, subject) select 'order.placed', id from orders");
  const ids = (await run("select id from event")).map(([id]) => ({ id: String(id), receives: 1 }));
  expect(ids).toHaveLength(70);
  expect(await handle(context({ timeoutMs: 600_000 }), handlers, ids)).toEqual(new Set());
});
