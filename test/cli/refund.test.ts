import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placed } from "../functions/support/merchant.ts";
import { admin } from "../support/admin.ts";
import { usd } from "../support/bodies.ts";
import { call } from "./support/call.ts";
import { type AdminServer, startAdmin } from "./support/server.ts";

let server: AdminServer;
let owner: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  owner = await admin();
  server = await startAdmin();
});
afterAll(() => server?.close());

const refund = (...args: string[]) =>
  call(["orders", "refund", ...args, "--url", server.url], { SHOP_KEY: owner.secret });

/** An order that was paid in cash. */
async function paid() {
  const order = await placed([2]);
  await owner.send("POST", `${order.path}/payments`, { body: { amount: usd(order.total) } });
  const refunds = async () => (await owner.send("GET", order.path)).body.refunds;
  return { ...order, refunds };
}

describe("orders refund", () => {
  it("pays back an amount, and then everything that is left", async () => {
    const { number, total, refunds } = await paid();
    const part = await refund(String(number), "--amount", "12.50", "--reason", "Scratched");
    expect(part).toMatchObject({
      code: 0,
      out: expect.stringContaining(`12.50 USD of order ${number} was refunded.`),
    });
    // Nobody has sent the money yet.
    expect(part.out).toContain("outside the shop");
    await refund(String(number), "--all", "--reason", "Lost");
    expect((await refunds()).map(({ amount, reason }: Record<string, unknown>) => [amount, reason])).toEqual(
      expect.arrayContaining([
        [usd(1250), "Scratched"],
        [usd(total - 1250), "Lost"],
      ]),
    );
  });

  it.each([
    ["without an amount", ["--reason", "x"], "--amount <sum> or --all"],
    ["with an amount and --all", ["--reason", "x", "--amount", "1", "--all"], "--amount <sum> or --all"],
    ["without a reason", ["--all"], "--reason is missing"],
    ["with an amount that is no number", ["--reason", "x", "--amount", "1.234"], '--amount is "1.234"'],
    ["with more than was paid", ["--reason", "x", "--amount", "9000"], "refund.exceeds_paid"],
    ["with nothing", ["--reason", "x", "--amount", "0"], "--amount: must be more than 0"],
  ])("refunds nothing %s", async (_, flags, message) => {
    const { number, refunds } = await paid();
    const { code, error } = await refund(String(number), ...flags);
    expect([code, error]).toEqual([1, expect.stringContaining(message)]);
    expect(await refunds()).toEqual([]);
  });
});

describe("orders show", () => {
  const show = (number: number) =>
    call(["orders", "show", String(number), "--url", server.url], { SHOP_KEY: owner.secret });

  it("shows each refund, the sum of them, and what is left", async () => {
    const { number, total } = await paid();
    const sum = (total / 100).toFixed(2);
    expect((await show(number)).out).toContain(`Total ${sum} USD, paid ${sum}\n`);
    await refund(String(number), "--amount", "5", "--reason", "Scratched");
    await refund(String(number), "--amount", "1.50", "--reason", "Late");
    const { out } = await show(number);
    const left = ((total - 650) / 100).toFixed(2);
    expect(out).toContain(`Total ${sum} USD, paid ${sum}, refunded 6.50, left ${left}\n`);
    expect(out).toMatch(/^Refund 5\.00 on \d{4}-\S+Z, succeeded: Scratched$/m);
    expect(out).toMatch(/^Refund 1\.50 on \d{4}-\S+Z, succeeded: Late$/m);
  });
});
