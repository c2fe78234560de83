import { beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, usd } from "../../support/bodies.ts";
import { auditOf, eventsOf, placed } from "../support/merchant.ts";

let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  ({ send } = await admin("manager"));
});
const pay = (path: string, amount: number, rest: object = {}, headers = {}) =>
  send("POST", `${path}/payments`, { body: { amount: usd(amount), ...rest }, headers });

describe("a payment", () => {
  it("adds to what was paid, and the last one makes the order paid", async () => {
    const { id, path, total, shopper, own } = await placed();
    const first = await pay(path, 100, { reference: "Transfer 17" });
    expect([first.status, first.body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^pay_/),
        provider: "manual",
        status: "paid",
        amount: usd(100),
        reference: "Transfer 17",
        createdAt: expect.any(String),
      },
    ]);
    expect((await send("GET", path)).body).toMatchObject({ paymentStatus: "pending", paid: usd(100) });
    const second = await pay(path, total - 100);
    expect(second.body.reference).toBeNull();
    const { body } = await send("GET", path);
    expect(body).toMatchObject({ status: "open", paymentStatus: "paid", paid: usd(total) });
    expect(body.payments).toEqual([first.body, second.body]);
    expect((await shopper.send("GET", own)).body.payment).toEqual({ provider: "manual", status: "paid" });
    expect(await eventsOf(id)).toEqual(["order.placed", "order.paid"]);
    expect(await auditOf(id)).toMatchObject([
      { after: { paid: 100, paymentStatus: "pending", amount: 100, reference: "Transfer 17" } },
      { after: { paid: total, paymentStatus: "paid", paymentId: second.body.id } },
    ]);
  });

  it("is refused if it is more than is owed, with what is owed", async () => {
    const { id, path, total } = await placed();
    await pay(path, 100);
    for (const amount of [total, total - 99, Number.MAX_SAFE_INTEGER]) {
      const { status, body } = await pay(path, amount);
      expect([status, body.code, body.owed]).toEqual([409, "payment.exceeds_owed", usd(total - 100)]);
      expect(body.detail).toContain(`: ${((total - 100) / 100).toFixed(2)} USD is left to pay.`);
    }
    await pay(path, total - 100);
    expect((await pay(path, 1)).body).toMatchObject({ code: "payment.exceeds_owed", owed: usd(0) });
    expect((await auditOf(id)).length).toBe(2);
  });

  it("is recorded once for each Idempotency-Key", async () => {
    const { id, path } = await placed();
    const key = keyed();
    const first = await pay(path, 100, {}, key);
    const again = await pay(path, 100, {}, key);
    expect([again.status, again.body, again.headers.get("idempotent-replayed")]).toEqual([
      201,
      first.body,
      "true",
    ]);
    const other = await pay(path, 101, {}, key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency.key_reused"]);
    expect((await send("GET", path)).body.paid).toEqual(usd(100));
    expect((await auditOf(id)).length).toBe(1);
  });

  it("is refused for a canceled order and an unknown one", async () => {
    const { path } = await placed();
    await send("POST", `${path}/cancellation`);
    const canceled = await pay(path, 1);
    expect([canceled.status, canceled.body.code]).toEqual([409, "order.not_payable"]);
    for (const id of [`ord_${"0".repeat(26)}`, "1001"]) {
      const { status, body } = await pay(`/admin/v1/orders/${id}`, 1);
      expect([status, body.code]).toEqual([404, "order.unknown"]);
    }
  });

  it.each([
    ["nothing", usd(0)],
    ["less than nothing", usd(-1)],
    ["half a cent", usd(0.5)],
    ["another currency", { amount: 1, currency: "EUR" }],
    ["a plain number", 100],
    ["an unsafe number", usd(2 ** 60)],
  ])("of %s is refused with 422", async (_, amount) => {
    const { status } = await send("POST", `/admin/v1/orders/ord_${"0".repeat(26)}/payments`, {
      body: { amount },
    });
    expect(status).toBe(422);
  });
});
