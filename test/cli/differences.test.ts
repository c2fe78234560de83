import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { afterAll, beforeAll, expect, it } from "vitest";
import { differences, type Read } from "../../packages/cli/src/restore/differences.ts";
import { moveNumbers } from "../../packages/cli/src/restore/numbers.ts";
import { roleArguments } from "../../packages/local/src/engines/env.ts";
import { templatePath } from "../../packages/local/src/engines/template.ts";
import { launch, node } from "../../packages/local/src/process/child.ts";

// A rehearsal: the data folder of a database is copied, as a restore does it, and the shop goes on with the first one.

const cli = fileURLToPath(new URL("../../packages/rds-data-local/src/cli.ts", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "restore-"));
const stops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(name: string) {
  const args = [
    "--port",
    "0",
    ...roleArguments,
    "--dir",
    path.join(folder, name),
    "--template",
    templatePath(),
  ];
  const child = await launch({ ...node(cli, args), name: "The Data API", ready: /ready on (http:\S+)/ });
  stops.push(child.stop);
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const client = new RDSDataClient({ endpoint: child.ready[1] ?? "", region: "us-east-1", credentials });
  const arns = { resourceArn: "arn:aws:rds:us-east-1:000000000000:cluster:local", database: "postgres" };
  const secretArn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:master";
  const read: Read = async (sql) => {
    const { records = [] } = await client.send(new ExecuteStatementCommand({ ...arns, secretArn, sql }));
    return records.map((row) => row.map((field) => (field.isNull ? null : Object.values(field)[0])));
  };
  return { read, stop: child.stop };
}

const place = (read: Read, id: string, at: string) =>
  read(`insert into orders (id, cart_id, cart_version, idempotency_key, fingerprint, payment_provider, email,
      shipping_address, shipping_option, currency, subtotal, shipping, tax, total, placed_at)
    values ('${id}', 'cart-${id}', 1, 'key', 'f', 'manual', 'a@example.com', '{}', 'standard', 'USD', 5900, 599, 0, 6499, '${at}')`);

const AT = new Date("2026-11-29T07:15:00Z");

/** A part of the text, by the first words of its title. */
const partOf = (text: string, title: string): string =>
  text.split("\n\n").find((part) => part.startsWith(title)) ?? "";

let shop: Awaited<ReturnType<typeof start>>;
let restored: typeof shop;
beforeAll(async () => {
  const before = await start("shop");
  await place(before.read, "ord_ancient", "2026-11-14T23:59:00Z");
  await place(before.read, "ord_old", "2026-11-20T10:00:00Z");
  await place(before.read, "ord_deleted", "2026-11-28T10:00:00Z");
  await place(before.read, "ord_same", "2026-11-28T11:00:00Z");
  await place(before.read, "ord_shipped", "2026-11-27T11:00:00Z");
  await place(before.read, "ord_refunded", "2026-11-15T07:30:00Z");
  await before.read("update orders set payment_status = 'paid', paid = total where id = 'ord_refunded'");
  await before.stop();
  cpSync(path.join(folder, "shop"), path.join(folder, "restored"), { recursive: true });
  [shop, restored] = await Promise.all([start("shop"), start("restored")]);
  await place(shop.read, "ord_new", "2026-11-29T07:20:00Z");
  await shop.read("delete from orders where id = 'ord_deleted'");

  await shop.read(`update orders set status = 'confirmed', payment_status = 'paid', paid = total,
    fulfillment_status = 'fulfilled', fulfillment_count = 1 where id in ('ord_shipped', 'ord_ancient')`);
  await shop.read("update orders set refunding = 500 where id = 'ord_refunded'");
});

it("shows which orders a switch loses, which come back, which differ, and counts the rows of each table", async () => {
  const text = await differences(shop.read, restored.read, AT);
  const part = (title: string) => partOf(text, title);
  expect(part("Only in the shop")).toMatch(/1007 .*open +pending +not_fulfilled .* 64\.99 +ord_new$/m);
  expect(part("Only in the shop")).not.toContain("ord_same");
  expect(part("Only in the restored")).toMatch(/1003 .*ord_deleted$/m);
  const changed = part("In both").replaceAll(/ +/g, " ").split("\n ").slice(1);
  expect(changed).toEqual([
    "1006 shop open paid not_fulfilled 0 64.99 5.00 0.00 64.99 ord_refunded",
    "1006 restored open paid not_fulfilled 0 64.99 0.00 0.00 64.99 ord_refunded",
    "1005 shop confirmed paid fulfilled 1 64.99 0.00 0.00 64.99 ord_shipped",
    "1005 restored open pending not_fulfilled 0 0.00 0.00 0.00 64.99 ord_shipped",
  ]);
  expect(part("Rows")).toMatch(/^orders +6 +6 +0$/m);
  expect(part("Rows")).toMatch(/^product +\d+ +\d+ +0$/m);
  expect(part("Days whose orders differ, since 2026-11-15 (UTC): 14 days before the restored time")).toMatch(
    /2026-11-15 +1 +1\n2026-11-27 +1 +1\n2026-11-28 +1 +2\n2026-11-29 +1 +0$/,
  );
  expect(text).toContain("Older orders are not compared.");
  expect(part("Newest order")).toMatch(/shop +1007 .*\nrestored +1006 /);
});

it("gives no order number twice, and can be repeated", async () => {
  const lines: string[] = [];
  const move = () =>
    moveNumbers({ current: shop.read, next: restored.read, at: AT, report: (text) => lines.push(text) });
  const numberOf = async (read: Read, id: string) => {
    const [row] = await read(`select number from orders where id = '${id}'`);
    return Number(row?.[0]);
  };
  await move();
  expect(lines).toEqual([
    "Order numbers: new orders get numbers above 11007, 10000 above the newest of the database in use.",
  ]);
  await place(restored.read, "ord_next", "2026-11-29T08:00:00Z");
  expect(await numberOf(restored.read, "ord_next")).toBe(11_008);
  // The shop took another order meanwhile, and the command is repeated.
  await place(shop.read, "ord_late", "2026-11-29T08:01:00Z");
  await move();
  await place(restored.read, "ord_after", "2026-11-29T08:02:00Z");
  expect(await numberOf(restored.read, "ord_after")).toBe(11_009);
});

it("leaves a wide gap of order numbers if the shop's database does not answer, and does so once", async () => {
  const lines: string[] = [];
  const stopped = async () => Promise.reject(new Error("The cluster is stopped."));
  const move = (current: Read) =>
    moveNumbers({ current, next: restored.read, at: AT, report: (text) => lines.push(text) });
  await move(stopped);
  expect(lines.join()).toMatch(
    /cannot be read.*The cluster is stopped\..*above 1001006.*newest order confirmation/s,
  );
  await place(restored.read, "ord_blind", "2026-11-29T09:00:00Z");
  // The damage: `truncate orders restart identity`.
  await move(async () => [[3]]);
  expect(lines.at(-1)).toContain("It is 3, lower than that of the other one.");
  await place(restored.read, "ord_blind_2", "2026-11-29T09:01:00Z");
  const [row] = await restored.read("select max(number) from orders");
  expect(Number(row?.[0])).toBe(1_001_008);
});
