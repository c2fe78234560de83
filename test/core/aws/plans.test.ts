import type { ExecuteStatementCommandInput } from "@aws-sdk/client-rds-data";
import * as Catalog from "@myclothes/core/catalog";
import { context } from "@myclothes/core/context";
import * as Worker from "@myclothes/core/events/handle";
import * as Sweep from "@myclothes/core/events/sweep";
import { handlers } from "@myclothes/core/handlers";
import { expect, it } from "vitest";
import { execute, transaction } from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";
import { address, keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { allQueries } from "../../support/product-lists.ts";
import { product } from "../../support/products.ts";
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
  const other = { email, currentPassword: account.password };
  await send("PATCH", "/v1/customers/me", { body: other });
  const body = { currentPassword: account.password, newPassword: PASSWORD };
  await send("PUT", "/v1/customers/me/password", { body });
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
  const messages = (await eventsOf(order.id)).map((id) => ({ id, receives: 1 }));
  await Worker.handle(context(), handlers, messages);
  await Sweep.removeOld(context());
  await Sweep.sendAgain(context(), 3_600);
  await send("DELETE", path);
  await send("POST", "/v1/customers/me/erasure", { body: { password: PASSWORD } });
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

it("no product list scans a whole table, with any filter and order, on the first page and after it", async () => {
  const all = await statements(async () => {
    for (const query of allQueries()) {
      const { nextCursor } = await Catalog.products(context(), { ...query, limit: 1 });
      if (nextCursor) await Catalog.products(context(), { ...query, limit: 1, cursor: nextCursor });
    }
  });
  expect(all.length).toBeGreaterThan(2 * 64);
  expect(await scans(all)).toEqual([]);
});
