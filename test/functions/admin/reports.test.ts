import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { STANDARD, usd } from "../../support/bodies.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { run } from "../../support/products.ts";
import { PRICE, placed } from "../support/merchant.ts";

// Own engines: a report contains all orders.
let stop: () => Promise<void>;
let send: Awaited<ReturnType<typeof admin>>["send"];
let handles: unknown[];
beforeAll(async () => {
  stop = await startOwnEngines();
  ({ send } = await admin("manager"));
  const days = [
    "2026-01-31T23:59:59.999Z",
    "2026-02-01T00:00:00Z",
    "2026-02-02T12:00:00Z",
    "2026-02-02T13:00:00Z",
  ];
  const skus: string[] = [];
  for (const [i, at] of days.entries()) {
    const order = await placed([i + 1]);
    skus.push(order.skus[0] ?? "");
    await run("update orders set placed_at = cast(:at as timestamptz) where id = :id", { at, id: order.id });
    if (i === 3) await send("POST", `${order.path}/cancellation`);
  }
  handles = [];
  for (const sku of skus) {
    const [row] = await run(
      "select p.handle from variant v join product p on p.id = v.product_id where sku = :sku",
      { sku },
    );
    handles.push(row?.[0]);
  }
});
afterAll(() => stop());

const report = async (query: string) => (await send("GET", `/admin/v1/reports/sales?${query}`)).body;
const sums = (orders: number, pieces: number, ofProducts = false) => ({
  orders,
  pieces,
  gross: usd(pieces * PRICE),
  discounts: usd(0),
  shipping: ofProducts ? null : usd(orders * STANDARD),
  tax: ofProducts ? null : usd(0),
  refunds: usd(0),
  net: usd(pieces * PRICE),
});

describe("the sales report", () => {
  it("adds up days in UTC, without canceled orders", async () => {
    expect(await report("from=2026-01-31&to=2026-02-02")).toEqual({
      data: [
        { key: "2026-01-31", title: null, ...sums(1, 1) },
        { key: "2026-02-01", title: null, ...sums(1, 2) },
        { key: "2026-02-02", title: null, ...sums(1, 3) },
      ],
      total: sums(3, 6),
    });
    expect((await report("from=2026-02-01&to=2026-02-01")).total).toEqual(sums(1, 2));
    expect(await report("from=2025-01-01&to=2025-12-31")).toEqual({ data: [], total: sums(0, 0) });
  });

  it("adds up weeks from Monday, and months", async () => {
    const keys = async (by: string) =>
      (await report(`from=2026-01-01&to=2026-12-31&by=${by}`)).data
        .filter(({ key }: { key: string }) => key < "2026-03-01")
        .map(({ key, pieces }: { key: string; pieces: number }) => [key, pieces]);
    expect(await keys("week")).toEqual([
      ["2026-01-26", 3],
      ["2026-02-02", 3],
    ]);
    expect(await keys("month")).toEqual([
      ["2026-01-01", 1],
      ["2026-02-01", 5],
    ]);
  });

  it("adds up products and categories, the highest sales first, and deleted products as one", async () => {
    const range = "from=2026-01-31&to=2026-02-02";
    const { data, total } = await report(`${range}&by=product`);
    expect(data).toEqual(
      [2, 1, 0].map((i) => ({ key: handles[i], title: expect.any(String), ...sums(1, i + 1, true) })),
    );
    expect(total).toEqual(sums(3, 6));
    expect((await report(`${range}&by=category`)).data).toEqual([
      { key: "made-for-a-test", title: "made-for-a-test", ...sums(3, 6, true) },
    ]);
    await run("delete from variant where product_id = (select id from product where handle = :handle)", {
      handle: String(handles[2]),
    });
    const later = await report(`${range}&by=product`);
    expect(later.data[0]).toEqual({ key: null, title: null, ...sums(1, 3, true) });
  });

  it("subtracts refunds on the day on which they succeeded, by their lines, and never those of canceled orders", async () => {
    /** An order of two units and one unit, at 1000 each, that is paid. */
    const paid = async (at: string) => {
      const order = await placed([2, 1]);
      await send("POST", `${order.path}/payments`, { body: { amount: usd(order.total) } });
      await run("update orders set placed_at = cast(:at as timestamptz) where id = :id", {
        at,
        id: order.id,
      });
      const refund = async (on: string, body: object) => {
        const request = { reason: "Late", restock: false, ...body };
        const answer = await send("POST", `${order.path}/refunds`, { body: request });
        expect([answer.status, answer.body.status]).toEqual([201, "succeeded"]);
        const set =
          "update refund set succeeded_at = cast(:on as timestamptz), created_at = '2020-01-01' where id = :id";
        await run(set, { on, id: answer.body.id });
        return answer.body.id as string;
      };
      return { ...order, refund };
    };
    const [one, canceled] = [await paid("2026-04-10T12:00:00Z"), await paid("2026-04-10T13:00:00Z")];
    const [two = "", single = ""] = one.skus;
    await one.refund("2026-04-11T23:59:59Z", { lines: [{ sku: two, quantity: 1 }], restock: true });
    await one.refund("2026-04-12T00:00:00Z", { lines: [{ sku: single, quantity: 1 }], amount: usd(300) });
    const failed = await one.refund("2026-04-12T00:00:00Z", { amount: usd(7) });
    await run("update refund set status = 'failed' where id = :id", { id: failed });
    // A release without the time of the success has written this one.
    const old = await one.refund("2026-04-12T00:00:00Z", { amount: usd(50) });
    await run("update refund set succeeded_at = null, created_at = '2026-04-14' where id = :id", { id: old });
    await send("POST", `${canceled.path}/cancellation`);
    await canceled.refund("2026-04-12T00:00:00Z", {});
    const day = (key: string, sold: object, refunds: number, gross = 0) => ({
      key,
      title: null,
      ...sold,
      refunds: usd(refunds),
      net: usd(gross - refunds),
    });
    const range = "from=2026-04-10&to=2026-04-12";
    const byDay = await report(range);
    expect(byDay.data).toEqual([
      day("2026-04-10", sums(1, 3), 0, 3000),
      day("2026-04-11", sums(0, 0), 1000),
      day("2026-04-12", sums(0, 0), 300),
    ]);
    expect(byDay.total).toEqual({ ...sums(1, 3), refunds: usd(1300), net: usd(1700) });
    expect((await report("from=2026-04-14&to=2026-04-14&by=month")).data).toEqual([
      day("2026-04-01", sums(0, 0), 50),
    ]);
    for (const by of ["product", "category"]) {
      const { data, total } = await report(`${range}&by=${by}`);
      expect(data).toEqual([
        {
          key: expect.any(String),
          title: expect.any(String),
          ...sums(1, 3, true),
          refunds: usd(1000),
          net: usd(2000),
        },
        { key: null, title: "Other refunds", ...sums(0, 0, true), refunds: usd(300), net: usd(-300) },
      ]);
      expect(total).toEqual(byDay.total);
    }
  });

  it.each([
    "",
    "from=2026-01-01",
    "from=2026-01-02&to=2026-01-01",
    "from=2026-01-01&to=2027-02-05",
    "from=2026-02-30&to=2026-03-01",
    "from=0000-01-01&to=0000-01-02",
    "from=2026-01-01T00:00:00Z&to=2026-01-01",
    "from=2026-01-01&to=2026-01-01&by=hour",
  ])("refuses %s with 422", async (query) => {
    expect((await send("GET", `/admin/v1/reports/sales?${query}`)).status).toBe(422);
  });

  it("covers up to 400 days", async () => {
    expect((await send("GET", "/admin/v1/reports/sales?from=2026-01-01&to=2027-02-04")).status).toBe(200);
  });
});
