import type { ExecuteStatementCommandInput } from "@aws-sdk/client-rds-data";
import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import * as Worker from "@myclothes/core/events/handle";
import * as Sweep from "@myclothes/core/events/sweep";
import { handlers } from "@myclothes/core/handlers";
import * as Mail from "@myclothes/core/mail";
import * as Order from "@myclothes/core/order";
import { expect, it } from "vitest";
import { execute, transaction } from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";
import * as PaymentSql from "../../../packages/core/src/payment/payment.sql.ts";
import * as RefundSql from "../../../packages/core/src/payment/refund.sql.ts";
import * as Unpaid from "../../../packages/core/src/payment/unpaid.ts";
import { tokenTo } from "../../functions/support/links.ts";
import { placed } from "../../functions/support/merchant.ts";
import { admin } from "../../support/admin.ts";
import { address, keyed, orderOf, usd } from "../../support/bodies.ts";
import { createCollection, newNames, productBody } from "../../support/catalog-edits.ts";
import { client } from "../../support/client.ts";
import { handleEvents } from "../../support/mail.ts";
import { allQueries, queryOf } from "../../support/product-lists.ts";
import { product, run } from "../../support/products.ts";
import { statements } from "../../support/statements.ts";
import { eventsOf } from "../../support/worker.ts";

const PASSWORD = "another engine of mine";

/** Runs every statement that a customer can cause. */
async function life(): Promise<void> {
  const { sku, handle } = await product({ price: 100 });
  const { send } = client();
  await send("GET", `/v1/products/${handle}`);
  await send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const account = { email: `plans-${crypto.randomUUID()}@example.com`, password: "an engine of my own" };
  for (let i = 0; i < 2; i++) {
    await client().send("POST", "/v1/customers", {
      body: { ...account, name: "Ada" },
      headers: keyed("plans"),
    });
  }
  await send("POST", "/v1/sessions", { body: account });
  await send("GET", "/v1/customers/me");
  await send("PATCH", "/v1/customers/me", { body: { name: "Ada L." } });
  const email = `plans-${crypto.randomUUID()}@bücher.example`;
  const { password } = account;
  await send("POST", "/v1/customers/me/email-changes", { body: { email, password } });
  await send("PUT", `/v1/email-verifications/${await tokenTo(email)}`);
  await send("POST", "/v1/password-resets", { body: { email } });
  const { body: profile } = await send("GET", "/v1/customers/me/export");
  const body = { currentPassword: password, newPassword: "yet another engine" };
  await send("PUT", "/v1/customers/me/password", { body });
  await send("POST", "/v1/password-resets", { body: { email } });
  await send("PUT", `/v1/password-resets/${await tokenTo(email)}`, { body: { newPassword: PASSWORD } });
  await send("POST", "/v1/sessions", { body: { email, password: PASSWORD } });
  const added = { body: address, headers: keyed("plans") };
  await send("POST", "/v1/customers/me/addresses", added);
  const { body: stored } = await send("POST", "/v1/customers/me/addresses", added);
  const path = `/v1/customers/me/addresses/${stored.id}`;
  await send("PUT", path, { body: { ...address, isDefault: true } });
  await send("GET", path);
  await send("GET", "/v1/customers/me/addresses");
  await send("GET", `/v1/variants/${sku}/availability`);
  await send("POST", "/v1/orders", { body: orderOf(99), headers: keyed() });
  const { body: order } = await send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
  await send("GET", `/v1/orders/${order.id}`);
  await send("GET", "/v1/customers/me/orders");
  await send("POST", `/v1/orders/${order.id}/cancellation`);
  await handleEvents(profile.customer.id);
  await Mail.suppress(context(), email, "bounce");
  const messages = (await eventsOf(order.id)).map((id) => ({ id, receives: 1 }));
  await Worker.handle(context(), handlers, messages);
  await Sweep.removeOld(context());
  await Sweep.sendAgain(context(), 3_600);
  await send("DELETE", path);
  await send("POST", "/v1/customers/me/erasure", { body: { password: PASSWORD } });
}

/** Runs every statement of orders, customers, settings, reports and events that the merchant can cause. */
async function work(): Promise<void> {
  const { send } = await admin();
  const [{ path, id, number }, other] = [await placed(), await placed()];
  const orders = "/admin/v1/orders";
  for (const query of [
    "",
    "?q=ada",
    `?q=${number}&cursor=${Buffer.from(id).toString("base64url")}`,
    "?status=canceled",
    "?paymentStatus=paid",
    "?fulfillmentStatus=delivered",
    "?placedFrom=2020-01-01T00:00:00Z&placedTo=2020-02-01T00:00:00Z",
    "?status=open&paymentStatus=pending&fulfillmentStatus=shipped&q=a&placedFrom=2020-01-01T00:00:00Z",
  ])
    await send("GET", orders + query);
  await send("GET", path);
  await send("GET", `${orders}/${number}`);
  const body = { carrier: "DHL" };
  const { body: parcel } = await send("POST", `${path}/fulfillments`, { body });
  await send("POST", `${path}/fulfillments`, { body });
  await send("POST", `${path}/fulfillments`, { body: { ...body, lines: [{ sku: "x", quantity: 1 }] } });
  await send("POST", `${path}/fulfillments/${parcel.id}/delivery`);
  await send("POST", `${path}/payments`, { body: { amount: usd(100) } });
  await send("POST", `${path}/payments`, { body: { amount: usd(10 ** 9) } });
  await send("POST", `${path}/refunds`, { body: { amount: usd(1), reason: "x", restock: false } });
  await send("POST", `${other.path}/cancellation`);
  await send("GET", "/admin/v1/customers");
  await send("GET", "/admin/v1/customers?q=ada");
  const { data } = (await send("GET", "/admin/v1/customers?limit=1")).body;
  if (data[0]) await send("GET", `/admin/v1/customers/${data[0].id}`);
  await send("DELETE", `/admin/v1/customers/cus_${"0".repeat(26)}`);
  await send("GET", "/admin/v1/settings");
  for (const by of ["day", "product", "category"])
    await send("GET", `/admin/v1/reports/sales?from=2026-01-01&to=2026-01-31&by=${by}`);
  const { after } = (await send("GET", "/admin/v1/events?limit=1")).body;
  await send("GET", `/admin/v1/events${after ? `?after=${after}` : ""}`);
}

/**
 * Runs every statement with which the clock looks for orders and payments. Without a payment provider: nothing is asked or
 * changed there.
 */
async function clock(): Promise<void> {
  const ctx = context({ databaseRole: "payments" });
  const { id } = await placed();
  await PaymentSql.toCapture(ctx, 1);
  await PaymentSql.expired(ctx, 1);
  await PaymentSql.ending(ctx, 1, 1);
  await PaymentSql.unchecked(ctx, 300, 3_000, 1);
  await RefundSql.pending(ctx, 30, 1);
  await RefundSql.recent(ctx, id, 30);
  await Unpaid.toRemind(ctx, 1);
  await Unpaid.toCancel(ctx, 1);
  await Unpaid.remind(ctx, { id });
  await Unpaid.cancel(ctx, { id });
  await Order.paymentDue(ctx, id);
}

/** Runs every statement with which the merchant edits the catalogue. */
async function edits(): Promise<void> {
  const { send } = await admin(["catalog:read", "catalog:write", "stock:write"]);
  const { handle, skus, sku } = newNames();
  const [category, parent] = [`${handle}-category`.slice(-64), `${handle}-parent`.slice(-64)];
  for (const [name, above] of [
    [parent, null],
    [category, parent],
  ])
    await send("PUT", `/admin/v1/categories/${name}`, {
      body: { title: "T", position: 9_000, parent: above },
    });
  const put = (body: object) =>
    send("PUT", `/admin/v1/products/${handle}`, { body, headers: { "if-match": "*" } });
  await send("PUT", `/admin/v1/products/${handle}`, { body: productBody(skus, { category }) });
  await put(productBody(skus, { category, title: "Other" }));
  await send("PATCH", `/admin/v1/variants/${sku}`, { body: { price: usd(1), image: null } });
  const move = (delta: number) =>
    send("POST", `/admin/v1/variants/${sku}/stock-movements`, { body: { delta, reason: "received" } });
  await move(9);
  await send("PUT", `/admin/v1/variants/${sku}/stock`, {
    body: { quantity: 3 },
    headers: { "if-match": '"2"' },
  });
  for (const name of [handle, `${handle}-2`])
    for (const title of ["T", "Other"])
      await send("PUT", `/admin/v1/collections/${name}`, { body: { title, products: [handle] } });
  const { data } = (await send("GET", `/admin/v1/variants/${sku}/stock-movements?limit=1`)).body;
  expect(data).toHaveLength(1);
  for (const path of [
    `variants/${sku}/stock`,
    "products?limit=1",
    "products?status=active&limit=1",
    `products?q=shirt&status=draft&category=${category}`,
    `products?category=${category}`,
    "products?status=archived",
    "categories?limit=1",
    "collections?limit=1",
    `collections/${handle}`,
    "redirects",
    "reports/stock?below=40&limit=1",
  ]) {
    const { body, status } = await send("GET", `/admin/v1/${path}`);
    expect([path, status]).toEqual([path, 200]);
    const next = `${path}${path.includes("?") ? "&" : "?"}cursor=${body.nextCursor}`;
    if (body.nextCursor) await send("GET", `/admin/v1/${next}`);
  }
  await send("PUT", `/admin/v1/redirects/old-${handle}`, { body: { to: handle } });
  await send("DELETE", `/admin/v1/redirects/old-${handle}`);
  await send("DELETE", `/admin/v1/collections/${handle}`);
  await send("DELETE", `/admin/v1/products/${handle}`);
  for (const name of [category, parent]) await send("DELETE", `/admin/v1/categories/${name}`);
}

/** The tables for which PostgreSQL plans a sequential scan although such scans are disabled. */
async function scans(all: ExecuteStatementCommandInput[]): Promise<string[]> {
  const ctx = context({ timeoutMs: 120_000 });
  return transaction(ctx, async (transactionId) => {
    await execute(ctx, sql`set local enable_seqscan = off`, { transactionId });
    const found: string[] = [];
    for (const { sql: text = "", parameters = [] } of all) {
      const explained = {
        compile: (to: unknown[]) => {
          to.push(...parameters);
          return `explain ${text}`;
        },
      };
      const lines = await execute(ctx, explained, { transactionId });
      const plan = lines.map(([line]) => line?.stringValue).join("\n");
      for (const [scan] of plan.matchAll(/Seq Scan on \w+/g))
        found.push(`${scan}: ${text.trim().slice(0, 200)}`);
    }
    return found;
  });
}

it("no statement that a customer can cause scans a whole table", async () => {
  // The shop's own, that is: without the one that finds this order's event.
  const all = (await statements(life)).filter(({ sql }) => !sql?.includes("where subject = :subject"));
  expect(all.length).toBeGreaterThan(18);
  expect(await scans(all)).toEqual([]);
  const bare = { ...all[0], sql: "select from customer where name = 'Ada'", parameters: [] };
  expect(await scans([bare as ExecuteStatementCommandInput])).toEqual([
    expect.stringContaining("Seq Scan on customer"),
  ]);
});

it("no statement that the merchant can cause scans a whole table", async () => {
  const all = await statements(work);
  expect(all.length).toBeGreaterThan(35);
  expect(await scans(all)).toEqual([]);
});

it("no statement of the clock scans a whole table", async () => {
  const all = await statements(clock);
  expect(all.length).toBeGreaterThan(10);
  expect(await scans(all)).toEqual([]);
});

// Whatever the planner believes about the number of unpaid orders: its statistics are older than a rush.
it("each count of unpaid orders finds its orders in an index, and the planner has no other one for it", async () => {
  const [[source] = []] = await run("select prosrc from pg_proc where proname = 'check_unpaid_orders'");
  const counts = String(source).match(/(?<=\()select count\(\*\) from orders where .*(?=\),?$)/gm) ?? [];
  const values: Record<string, string> = { cart: "'c'", mail: "'m'", place: "'p'" };
  const ctx = context();
  const found: unknown[] = [];
  const undo = new Error("undo");
  for (const count of counts) {
    const query = count.replace(/(?<== |lower\()(cart|mail|place)\b/g, (name) => values[name] ?? name);
    const look = transaction(ctx, async (transactionId) => {
      const plan = async () => {
        const explain = { compile: () => `explain ${query}` };
        return (await execute(ctx, explain, { transactionId })).map(([line]) => line?.stringValue).join("\n");
      };
      // As in the function.
      await execute(ctx, sql`set local enable_seqscan = off`, { transactionId });
      const first = await plan();
      const index = /(?:using|Index Scan on) (\w+)/.exec(first)?.[1] ?? "none";
      await execute(ctx, { compile: () => `drop index ${index}` }, { transactionId });
      const hasOther = (await plan()).includes("Index");
      found.push([index, first.includes("Index Cond"), hasOther]);
      throw undo;
    });
    await look.catch((error) => expect(error).toBe(undo));
  }
  expect(found).toEqual([
    ["orders_cart_if_unpaid", true, false],
    ["orders_email_if_unpaid", true, false],
    ["orders_address_if_unpaid", true, false],
  ]);
});

it("no edit of the catalogue scans a whole table", async () => {
  const all = await statements(edits);
  expect(all.length).toBeGreaterThan(25);
  expect(await scans(all)).toEqual([]);
});

it("no product list scans a whole table, with any filter and order, on the first page and after it", async () => {
  const all = await statements(async () => {
    for (const query of allQueries()) {
      const { nextCursor } = await Catalog.products(context(), { ...query, limit: 1 });
      if (nextCursor) await Catalog.products(context(), { ...query, limit: 1, cursor: nextCursor });
    }
    const several = queryOf({ category: ["shirts", "shoes"], size: ["M", "42"], color: ["Navy", "Black"] });
    for (const q of [undefined, "linen", "navy shirt", "casmere sc", '"linen shirt"'])
      for (const filters of [{}, { size: ["M"] }, { category: ["shirts"] }, several]) {
        const query = { ...queryOf({ limit: "1" }), ...filters, ...(q && { q }), facets: true };
        const { nextCursor } = await Catalog.products(context(), query);
        if (nextCursor) await Catalog.products(context(), { ...query, cursor: nextCursor });
      }
    await Catalog.products(context(), queryOf({ id: `prod_${"0".repeat(26)}` }));
    await Catalog.suggestions(context(), { q: "linen sh" });
    await Catalog.product(context(), "linen-camp-collar-shirt");
    await Catalog.categories(context());
    const { data } = await Catalog.products(context(), queryOf({ category: "shirts", limit: "9" }));
    const collection = `plans-${crypto.randomUUID()}`;
    await createCollection(
      collection,
      data.map(({ id }) => id),
    );
    for (const sort of [undefined, "newest", "price", "-price", "relevance"])
      for (const filters of [
        {},
        { q: "shirt" },
        { facets: "true" },
        { size: "M", inStock: "true", facets: "true" },
      ]) {
        const query = queryOf({ collection, sort, limit: "1", ...filters });
        const { nextCursor } = await Catalog.products(context(), query);
        if (nextCursor) await Catalog.products(context(), { ...query, cursor: nextCursor });
      }
    await Catalog.collections(context());
  });
  expect(all.length).toBeGreaterThan(2 * 64);
  expect(await scans(all)).toEqual([]);
});
