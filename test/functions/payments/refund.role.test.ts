import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, usd } from "../../support/bodies.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { run } from "../../support/products.ts";
import { auditOf, PRICE, placed } from "../support/merchant.ts";

// Own engines: the settings apply to every order.
let stop: () => Promise<void>;
let owner: Awaited<ReturnType<typeof admin>>;
let support: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  stop = await startOwnEngines();
  [owner, support] = [await admin(), await admin("support")];
});
afterAll(() => stop());
beforeEach(async () => {
  await run("delete from settings");
});

/** An order of 20 units that was paid in cash. */
async function paid() {
  const { path, total, skus, id } = await placed([20]);
  await owner.send("POST", `${path}/payments`, { body: { amount: usd(total) } });
  const refund = (by: typeof owner, body: object, headers = {}) =>
    by.send("POST", `${path}/refunds`, {
      body: { reason: "Torn", restock: false, ...body },
      headers,
    });
  return { path, total, sku: skus[0] ?? "", id, refund };
}

/** Stores how much keys with the role `support` may refund. */
async function setLimit(supportRefundLimit: object | null) {
  const { version, updatedAt, ...settings } = (await owner.send("GET", "/admin/v1/settings")).body;
  const body = { ...settings, payments: { ...settings.payments, supportRefundLimit } };
  expect((await owner.send("PUT", "/admin/v1/settings", { body })).status).toBe(200);
}

it("lets a key with the role support refund 100 dollars of an order, and not more", async () => {
  const { id, refund } = await paid();
  const headers = keyed();
  const body = { amount: usd(9_999) };
  expect((await refund(support, body, headers)).status).toBe(201);
  const { status, body: problem } = await refund(support, { amount: usd(2) });
  expect([status, problem.code, problem.limit]).toEqual([403, "refund.role_limit", usd(10_000)]);
  expect(problem.detail).toContain("more than 100.00 USD of an order");
  expect((await refund(support, { amount: usd(1) })).status).toBe(201);
  // A repetition is answered, because it refunds nothing.
  expect((await refund(support, body, headers)).status).toBe(201);
  expect((await auditOf(id)).filter(({ route }) => route.includes("refunds"))).toHaveLength(2);
});

it.each([
  ["everything", () => ({})],
  ["lines", (sku: string) => ({ lines: [{ sku, quantity: 11 }] })],
])("applies to a refund of %s", async (_, bodyFor) => {
  const { sku, refund } = await paid();
  const { status, body } = await refund(support, bodyFor(sku));
  expect([status, body.code]).toEqual([403, "refund.role_limit"]);
  expect((await refund(support, { lines: [{ sku, quantity: 10 }] })).body.amount).toEqual(usd(10 * PRICE));
});

it("does not hide that an order lacks the lines or the money", async () => {
  const { sku, total, refund } = await paid();
  expect((await refund(support, { lines: [{ sku, quantity: 21 }] })).body.code).toBe("refund.unknown_lines");
  expect((await refund(support, { amount: usd(total + 1) })).body.code).toBe("refund.exceeds_paid");
});

it("counts what others have refunded, and limits no other role", async () => {
  const { refund } = await paid();
  expect((await refund(await admin("manager"), { amount: usd(15_000) })).status).toBe(201);
  expect((await refund(support, { amount: usd(1) })).body.code).toBe("refund.role_limit");
  expect((await refund(await admin(["refunds:write"]), {})).status).toBe(201);
});

it("obeys the settings", async () => {
  const { refund } = await paid();
  await setLimit(usd(500));
  expect((await refund(support, { amount: usd(501) })).body.code).toBe("refund.role_limit");
  await setLimit(null);
  expect((await refund(support, {})).status).toBe(201);
});
