import { context } from "@myclothes/core/context";
import { sweep } from "@myclothes/core/payment/sweep";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { defaultSettings, usd } from "../../support/bodies.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { captureMails, handleEvents } from "../../support/mail.ts";
import { run, variant } from "../../support/products.ts";
import { eventsOf, placed } from "../support/merchant.ts";

// Own engines: the settings apply to every order.
let stop: () => Promise<void>;
let owner: Awaited<ReturnType<typeof admin>>;
let mails: ReturnType<typeof captureMails>;
beforeAll(async () => {
  stop = await startOwnEngines();
  owner = await admin();
});
afterAll(() => stop());
beforeEach(async () => {
  mails = captureMails();
  await keep(10);
});

/** Unpaid orders are kept for so many days. */
const keep = async (cancelUnpaidAfterDays: number | null) => {
  const body = defaultSettings({ cancelUnpaidAfterDays });
  expect((await owner.send("PUT", "/admin/v1/settings", { body })).status).toBe(200);
};
/** Moves the order into the past. */
const age = (id: string, days: number) =>
  run(
    `update orders set placed_at = placed_at - cast(:age as interval), payment_due_at = payment_due_at - cast(:age as interval)
     where id = :id`,
    { id, age: `${days} days` },
  );
const tick = async () => {
  const { reminded, canceled } = await sweep(context({ databaseRole: "payments" }));
  return { reminded, canceled };
};
const NOTHING = { reminded: 0, canceled: 0 };

/** An order that nobody pays. */
async function unpaid() {
  const order = await placed([2]);
  const stock = async () => Number((await variant(order.skus[0] ?? "")).stock);
  const read = async () => (await owner.send("GET", order.path)).body;
  return { ...order, stock, read };
}

/** When the order is canceled: two days after its mail, which was just now. */
async function noticed(id: string): Promise<Date> {
  const [[inTime, seconds] = []] = await run(
    `select payment_due_at between now() + interval '47 hours' and now() + interval '48 hours',
       cast(extract(epoch from payment_due_at) as float8) from orders where id = :id`,
    { id },
  );
  expect(inTime).toBe(true);
  return new Date(Number(seconds) * 1000);
}

describe("an order that the shop collects itself", () => {
  it("is canceled after the days of the setting, two days after a mail", async () => {
    const { id, number, stock, read, total } = await unpaid();
    await age(id, 7.9);
    expect(await tick()).toEqual(NOTHING);
    await age(id, 0.2);
    expect(await tick()).toEqual({ reminded: 1, canceled: 0 });
    expect(await tick()).toEqual(NOTHING);
    await handleEvents(id, "order.payment_due");
    expect(mails.sent.map(({ subject }) => subject)).toEqual([`Your order ${number} is not paid yet`]);
    const day = new Intl.DateTimeFormat("en-US", { dateStyle: "long", timeZone: "UTC" }).format(
      await noticed(id),
    );
    expect(mails.sent[0]?.text).toContain(`until ${day}.`);
    expect(mails.sent[0]?.text).toContain(`$${total / 100}`);
    expect(await stock()).toBe(48);
    await age(id, 2);
    expect(await tick()).toEqual({ reminded: 0, canceled: 1 });
    expect(await tick()).toEqual(NOTHING);
    expect(await read()).toMatchObject({ status: "canceled", paymentStatus: "canceled" });
    expect(await stock()).toBe(50);
    expect(await eventsOf(id)).toEqual(["order.placed", "order.payment_due", "order.canceled"]);
    expect(await run("select canceled_by from orders where id = :id", { id })).toEqual([["expiry"]]);
  });

  it("has the whole notice, also if it is old when the setting begins to apply", async () => {
    const { id, read } = await unpaid();
    await age(id, 100);
    expect(await tick()).toEqual({ reminded: 1, canceled: 0 });
    await noticed(id);
    await age(id, 1.9);
    expect(await tick()).toEqual(NOTHING);
    await age(id, 0.2);
    expect(await tick()).toEqual({ reminded: 0, canceled: 1 });
    expect((await read()).status).toBe("canceled");
  });

  it("has half of a short time as notice", async () => {
    await keep(1);
    const { id } = await unpaid();
    await age(id, 0.49);
    expect(await tick()).toEqual(NOTHING);
    await age(id, 0.02);
    expect(await tick()).toEqual({ reminded: 1, canceled: 0 });
    await age(id, 0.5);
    expect(await tick()).toEqual({ reminded: 0, canceled: 1 });
  });

  it("stays if the setting is null, or becomes longer after the mail", async () => {
    const { id, read } = await unpaid();
    await keep(null);
    await age(id, 9);
    expect(await tick()).toEqual(NOTHING);
    await keep(10);
    expect(await tick()).toEqual({ reminded: 1, canceled: 0 });
    await age(id, 2);
    await keep(30);
    expect(await tick()).toEqual(NOTHING);
    await keep(null);
    expect(await tick()).toEqual(NOTHING);
    expect((await read()).status).toBe("open");
    await keep(10);
    expect(await tick()).toEqual({ reminded: 0, canceled: 1 });
  });

  it.each([
    ["a part is paid", "payments", { amount: usd(100) }],
    ["a part was shipped", "fulfillments", { carrier: "DHL" }],
  ])("stays if %s, before or after the mail", async (_, route, body) => {
    const [early, late] = [await unpaid(), await unpaid()];
    await owner.send("POST", `${early.path}/${route}`, { body });
    for (const { id } of [early, late]) await age(id, 9);
    expect(await tick()).toEqual({ reminded: 1, canceled: 0 });
    await owner.send("POST", `${late.path}/${route}`, { body });
    for (const { id } of [early, late]) await age(id, 9);
    expect(await tick()).toEqual(NOTHING);
    // Worker was late: there is nothing to pay in time any more.
    await handleEvents(late.id, "order.payment_due");
    expect(mails.sent).toEqual([]);
    expect((await late.read()).status).not.toBe("canceled");
  });
});
