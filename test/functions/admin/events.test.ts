import { context } from "@myclothes/core/context";
import * as Feed from "@myclothes/core/merchant/feed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { usd } from "../../support/bodies.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";
import { account } from "../support/customer.ts";
import { placed } from "../support/merchant.ts";

// Own engines: the events of other tests would come in between.
let stop: () => Promise<void>;
let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  stop = await startOwnEngines();
  ({ send } = await admin());
});
afterAll(() => stop());

const read = async (query = "") => (await send("GET", `/admin/v1/events${query}`)).body;
/** Makes all events old enough to be shown. */
const age = () => run("update event set created_at = created_at - interval '11 seconds'");
const names = (feed: { data: { name: string }[] }) => feed.data.map(({ name }) => name);

describe("the shop's events", () => {
  it("come once each, in order, with their subjects as they are now", async () => {
    expect(await read()).toEqual({ data: [], after: null });
    const order = await placed([2]);
    const { body: parcel } = await send("POST", `${order.path}/fulfillments`, { body: { carrier: "DHL" } });
    expect((await read()).data).toEqual([]);
    await age();
    const first = await read();
    expect(names(first)).toEqual(["order.placed", "order.shipped"]);
    const shown = (await send("GET", order.path)).body;
    expect(first.data[1]).toEqual({
      id: expect.stringMatching(/^evt_/),
      name: "order.shipped",
      version: 1,
      time: expect.any(String),
      subject: { id: order.id, fulfillmentId: parcel.id, order: shown },
    });
    expect(await Feed.read(context(), first.data[1].id)).toEqual(first.data[1]);
    expect(await Feed.read(context(), "evt_none")).toBeUndefined();
    expect(await read(`?after=${first.after}`)).toEqual({ data: [], after: first.after });
    await send("POST", `${order.path}/payments`, { body: { amount: usd(order.total) } });
    await send("POST", `${order.path}/fulfillments/${parcel.id}/delivery`);
    await age();
    const one = await read(`?after=${first.after}&limit=1`);
    const two = await read(`?after=${one.after}&limit=1`);
    expect([names(one), names(two)]).toEqual([["order.paid"], ["order.delivered"]]);
    expect(two.data[0].subject.order).toMatchObject({
      status: "complete",
      payments: [{ amount: usd(order.total) }],
    });
  });

  it("show a product, a variant, a customer, and only the id of one who was erased", async () => {
    const { after } = await read();
    const { handle, sku } = await product({ stock: 4 });
    const { id: there } = await account();
    const { id: erased } = await account();
    for (const [name, subject] of [
      ["product.updated", handle],
      ["stock.low", sku],
      ["customer.created", there],
    ] as const)
      await run("insert into event (name, subject) values (:name, :subject)", { name, subject });
    await send("DELETE", `/admin/v1/customers/${erased}`);
    await age();
    const all = await read(`?limit=100${after ? `&after=${after}` : ""}`);
    const last = all.data.slice(-4).map(({ subject }: { subject: object }) => subject);
    expect(last).toEqual([
      { id: handle, product: expect.objectContaining({ handle, variantCount: 1, stock: 4 }) },
      { id: sku, variant: expect.objectContaining({ sku, stock: 4, lowStock: 5 }) },
      { id: there, customer: expect.objectContaining({ id: there, name: "Ada Lovelace" }) },
      { id: erased },
    ]);
  });

  it("come on several pages if their orders have very many lines", async () => {
    const { after } = await read("?limit=100");
    const { id } = await placed([1]);
    await run(
      `insert into order_line (order_id, position, sku, title, size, color, quantity, unit_price)
      select :id, n, 'many-' || n, 'T', 'M', 'Black', 1, 1 from generate_series(2, 100) as n`,
      { id },
    );
    await run("insert into event (name, subject) select 'order.placed', :id from generate_series(1, 2)", {
      id,
    });
    await age();
    const sizes = [];
    for (let at = after; sizes.length < 5; ) {
      const page = await read(`?limit=100&after=${at}`);
      if (page.data.length === 0) break;
      sizes.push(page.data.length);
      at = page.after;
    }
    expect(sizes).toEqual([1, 1, 1]);
  });

  it("have the time when they were written, however long their statements have waited before", async () => {
    const [row] = await run(
      "insert into event (name, subject) select 'order.placed', 'none' from pg_sleep(0.05) returning created_at > now()",
    );
    expect(row).toEqual([true]);
  });

  it.each(["after=x", "after=LTE", `after=evt_${"0".repeat(26)}`, "limit=0", "limit=101", "cursor=x"])(
    "refuse %s with 422",
    async (query) => {
      expect((await send("GET", `/admin/v1/events?${query}`)).status).toBe(422);
    },
  );
});
