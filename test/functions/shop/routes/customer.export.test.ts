import { expect, it, vi } from "vitest";
import { address, keyed, orderOf } from "../../../support/bodies.ts";
import { type Client, client, secretOf } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";
import { account, add, newEmail, PASSWORD, signIn } from "../../support/customer.ts";
import { requestEmail, requestReset, tokenTo } from "../../support/links.ts";

vi.mock("node:crypto", async (original) =>
  (await import("../../../support/password-hash.ts")).watchScrypt(original),
);

const exportOf = (by: Client) => by.send("GET", "/v1/customers/me/export");

/** A customer with two addresses, two orders, two sessions, a filled cart and two links. */
async function customer(sku: string) {
  const { shopper, email, id } = await account();
  const phone = client();
  await signIn(phone, email, { headers: { "user-agent": `Phone of ${id}` } });
  for (let i = 0; i < 2; i++) {
    await shopper.send("POST", "/v1/customers/me/addresses", { body: address });
    await add(shopper, sku);
    await shopper.send("POST", "/v1/orders", { body: orderOf(100, { email: undefined }), headers: keyed() });
  }
  await add(shopper, sku, 3);
  const fields = { note: `Note of ${id}`, shippingAddress: address };
  await shopper.send("PATCH", "/v1/cart", { body: fields });
  const other = newEmail();
  await requestEmail(shopper, other);
  await requestReset(email);
  return { shopper, phone, email, id, other };
}

it("contains everything about the customer, as the other routes show it, and no credential", async () => {
  const { sku } = await product({ price: 100 });
  const { shopper, phone, email, id, other } = await customer(sku);
  const tokens = [await tokenTo(email), await tokenTo(other), secretOf(shopper), secretOf(phone)];
  const { status, body, headers } = await exportOf(shopper);
  const read = async (path: string) => (await shopper.send("GET", path)).body;
  expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect(body).toEqual({
    exportedAt: expect.any(String),
    customer: await read("/v1/customers/me"),
    emailLinks: [
      { email, purpose: "email", requestedAt: expect.any(String), expiresAt: expect.any(String) },
      { email: other, purpose: "email", requestedAt: expect.any(String), expiresAt: expect.any(String) },
      { email, purpose: "password", requestedAt: expect.any(String), expiresAt: expect.any(String) },
    ],
    addresses: (await read("/v1/customers/me/addresses")).data,
    cart: [{ sku, quantity: 3 }],
    checkout: { note: `Note of ${id}`, shippingAddress: address },
    sessions: (await read("/v1/sessions")).data,
    orders: (await read("/v1/customers/me/orders")).data,
    nextOrders: null,
  });
  expect([body.addresses, body.sessions, body.orders].map((list) => list.length)).toEqual([2, 2, 2]);
  const [[hash] = []] = await run("select password_hash from customer where id = :id", { id });
  for (const secret of [...tokens, PASSWORD, String(hash)])
    expect(JSON.stringify(body)).not.toContain(secret);
});

it("contains nothing of another customer", async () => {
  const { sku } = await product({ price: 100 });
  const [one, another] = [await customer(sku), await customer(sku)];
  const [mine, theirs] = [(await exportOf(one.shopper)).body, (await exportOf(another.shopper)).body];
  const ids = (document: object): string[] =>
    JSON.stringify(document).match(/"(ord|addr|cus)_\w+"|[\w-]+@example\.com/g) ?? [];
  expect(ids(mine).filter((id) => ids(theirs).includes(id))).toEqual([]);
  expect(ids(mine).length).toBeGreaterThan(8);
});

it("contains a long history, and says where the rest is", async () => {
  const { shopper, id } = await account();
  const { sku } = await product({ price: 100 });
  await add(shopper, sku);
  const body = orderOf(100, { email: undefined });
  const { body: first } = await shopper.send("POST", "/v1/orders", { body, headers: keyed() });
  // Each order shows about 16 KB, so that 250 of them are more than one answer holds.
  const copy = `
    with made as (
      insert into orders (id, cart_id, cart_version, idempotency_key, fingerprint, payment_provider, customer_id, email,
        shipping_address, shipping_option, currency, subtotal, shipping, tax, total)
      select 'ord_0' || lpad(n::text, 25, '0'), cart_id, cart_version, 'copy-' || n, fingerprint, payment_provider, :id, email,
        shipping_address, shipping_option, currency, subtotal, shipping, tax, total
      from orders, generate_series(1, 250) n where id = :order
      returning id
    )
    insert into order_line (order_id, position, sku, title, size, color, quantity, unit_price)
    select made.id, p, repeat('S', 200), repeat('"', 250), 'M', 'Navy', 1, 1 from made, generate_series(1, 20) p`;
  await run(copy, { id, order: first.id });
  const { status, body: document } = await exportOf(shopper);
  expect(status).toBe(200);
  expect(JSON.stringify(document).length).toBeLessThan(4_500_000);
  expect(document.nextOrders).toEqual(expect.any(String));
  const seen = document.orders.map((order: { id: string }) => order.id);
  for (let cursor = document.nextOrders; cursor; ) {
    const { body: page } = await shopper.send("GET", `/v1/customers/me/orders?limit=100&cursor=${cursor}`);
    seen.push(...page.data.map((order: { id: string }) => order.id));
    cursor = page.nextCursor;
  }
  expect([seen.length, new Set(seen).size]).toEqual([251, 251]);
});
