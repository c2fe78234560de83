import { context } from "@myclothes/core/context";
import * as Events from "@myclothes/core/events";
import { handlers } from "@myclothes/core/handlers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startEmbedded } from "../../support/database.ts";
import { run } from "../../support/products.ts";

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startEmbedded();
});
afterAll(() => stop());

it("delivers the events of many large orders", async () => {
  await run(`
    insert into orders (id, cart_id, cart_version, idempotency_key, fingerprint, payment_provider, email,
      shipping_address, shipping_option, currency, subtotal, shipping, tax, total)
    select 'ord_' || n, 'cart_' || n, 1, 'key', '', 'manual', '', '{}', '', 'USD', 0, 0, 0, 0
    from generate_series(1, 70) n`);
  await run(`
    insert into order_line (order_id, position, sku, title, size, color, quantity, unit_price)
    select o.id, n, repeat('衣', 60) || n, '', '', '', 99, 1 from orders o, generate_series(1, 100) n`);
  await run("insert into event (name, subject) select 'order.placed', id from orders");
  const { done, failed } = await Events.deliver(context({ timeoutMs: 120_000 }), handlers, 0);
  expect(done + failed).toBe(70);
});
