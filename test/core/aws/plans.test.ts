import {
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  RDSDataClient,
} from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import * as Outbox from "@myclothes/core/outbox";
import { expect, it, vi } from "vitest";
import { execute, transaction } from "../../../packages/core/src/aws/postgres.ts";
import { sql } from "../../../packages/core/src/aws/sql.ts";
import { address, keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { product } from "../../support/products.ts";

/** Every statement that the shop sends while `work` runs, each once. */
async function statements(work: () => Promise<void>): Promise<ExecuteStatementCommandInput[]> {
  const send = vi.spyOn(RDSDataClient.prototype, "send");
  await work();
  const sent = send.mock.calls.flatMap(([command]) =>
    command instanceof ExecuteStatementCommand ? [command.input] : [],
  );
  send.mockRestore();
  return [...new Map(sent.map((input) => [input.sql, input])).values()];
}

/** A customer's whole life. */
async function life(): Promise<void> {
  const { sku } = await product({ price: 100 });
  const { send } = client();
  const account = { email: `plans-${crypto.randomUUID()}@example.com`, password: "an engine of my own" };
  await send("POST", "/v1/customers", { body: { ...account, name: "Ada" } });
  await send("POST", "/v1/sessions", { body: account });
  await send("GET", "/v1/customers/me");
  await send("PATCH", "/v1/customers/me", { body: { name: "Ada L." } });
  const body = { currentPassword: account.password, newPassword: "another engine" };
  await send("PUT", "/v1/customers/me/password", { body });
  const { body: stored } = await send("POST", "/v1/customers/me/addresses", { body: address });
  const path = `/v1/customers/me/addresses/${stored.id}`;
  await send("PUT", path, { body: { ...address, isDefault: true } });
  await send("GET", path);
  await send("GET", "/v1/customers/me/addresses");
  await send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  await send("GET", `/v1/variants/${sku}/availability`);
  await send("POST", "/v1/orders", { body: orderOf(99), headers: keyed() });
  const { body: order } = await send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
  await send("GET", `/v1/orders/${order.id}`);
  await send("GET", "/v1/customers/me/orders");
  await send("POST", `/v1/orders/${order.id}/cancellation`);
  await Outbox.sweep(context(), 0);
  await send("DELETE", path);
  await send("DELETE", "/v1/customers/me");
}

/** PostgreSQL's plan where reading a table from end to end is the last thing it would do. */
async function planOf({ sql: text = "", parameters }: ExecuteStatementCommandInput): Promise<string> {
  return transaction(context(), async (transactionId) => {
    await execute(context(), sql`set local enable_seqscan = off`, { transactionId });
    const explained = {
      compile: (to: unknown[]) => {
        to.push(...(parameters ?? []));
        return `explain ${text}`;
      },
    };
    const lines = await execute(context(), explained, { transactionId });
    return lines.map(([line]) => line?.stringValue).join("\n");
  });
}

it("no statement of a customer's whole life reads a table from end to end", async () => {
  const all = await statements(life);
  expect(all.length).toBeGreaterThan(18);
  const scans: string[] = [];
  for (const statement of all) {
    const plan = await planOf(statement);
    for (const [scan] of plan.matchAll(/Seq Scan on \w+/g))
      scans.push(`${scan}: ${statement.sql?.trim().slice(0, 200)}`);
  }
  expect(scans).toEqual([]);
  const bare = { ...all[0], sql: "select from customer where name = 'Ada'", parameters: [] };
  expect(await planOf(bare as ExecuteStatementCommandInput)).toContain("Seq Scan on customer");
});
