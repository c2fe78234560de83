import { beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, orderOf, usd } from "../../support/bodies.ts";
import { product, run } from "../../support/products.ts";
import { account, add } from "../support/customer.ts";
import { auditOf, eventsOf, placed } from "../support/merchant.ts";

let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  ({ send } = await admin("manager"));
});

const parcel = {
  carrier: "DHL",
  trackingNumber: "00340434161094015902",
  trackingUrl: "https://track.example/?id=00340434161094015902",
};
const ship = (path: string, body: unknown = parcel, headers = {}) =>
  send("POST", `${path}/fulfillments`, { body, headers });
const deliver = (path: string, id: string) => send("POST", `${path}/fulfillments/${id}/delivery`);
const read = async (path: string) => (await send("GET", path)).body;
const statusesOf = async (path: string) => {
  const { status, paymentStatus, fulfillmentStatus } = await read(path);
  return [status, paymentStatus, fulfillmentStatus];
};

describe("a fulfillment", () => {
  it("ships all that is left, confirms the order, and is shown to merchant and shopper", async () => {
    const { id, path, skus, shopper, own } = await placed([2, 3]);
    const { status, body } = await ship(path);
    expect(status).toBe(201);
    const lines = skus.map((sku, i) => ({ sku, quantity: i + 2 }));
    expect(body).toEqual({
      id: expect.stringMatching(/^ful_/),
      lines,
      ...parcel,
      shippedAt: expect.any(String),
      deliveredAt: null,
    });
    expect(await statusesOf(path)).toEqual(["confirmed", "pending", "shipped"]);
    const shown = await read(path);
    expect(shown.fulfillments).toEqual([body]);
    expect(shown.lines.map(({ shipped }: { shipped: number }) => shipped)).toEqual([2, 3]);
    const { id: _, deliveredAt: __, ...forShopper } = body;
    expect((await shopper.send("GET", own)).body).toMatchObject({
      status: "confirmed",
      fulfillmentStatus: "shipped",
      payment: { provider: "manual", status: "pending" },
      fulfillments: [forShopper],
    });
    expect(await eventsOf(id, body.id)).toEqual(["order.placed", "order.shipped"]);
    expect(await auditOf(id)).toEqual([
      {
        route: "POST /admin/v1/orders/{id}/fulfillments",
        after: { status: "confirmed", fulfillmentStatus: "shipped", fulfillmentId: body.id, lines },
      },
    ]);
  });

  it("is shown in the customer's history, each with its lines", async () => {
    const { shopper } = await account();
    const { skus } = await product({ price: 100, variants: [{}, {}] });
    for (const sku of skus) await add(shopper, sku, 2);
    const { body: order } = await shopper.send("POST", "/v1/orders", {
      body: orderOf(400, { email: undefined }),
      headers: keyed(),
    });
    const path = `/admin/v1/orders/${order.id}`;
    const lines = skus.map((sku) => ({ sku, quantity: 1 }));
    await ship(path, { carrier: "Post", lines });
    await ship(path, { carrier: "DHL", lines: lines.slice(1) });
    const [shown] = (await shopper.send("GET", "/v1/customers/me/orders")).body.data;
    expect(shown).toEqual((await shopper.send("GET", `/v1/orders/${order.id}`)).body);
    expect(shown.fulfillments).toMatchObject([
      { carrier: "Post", lines },
      { carrier: "DHL", lines: lines.slice(1) },
    ]);
  });

  it("ships lines in parts, and says what is left when a part is too large", async () => {
    const { path, skus } = await placed([2, 3]);
    const [a = "", b = ""] = skus;
    const first = await ship(path, { carrier: "Post", lines: [{ sku: b, quantity: 1 }] });
    expect([first.status, first.body.lines]).toEqual([201, [{ sku: b, quantity: 1 }]]);
    expect([first.body.trackingNumber, first.body.trackingUrl]).toEqual([null, null]);
    expect(await statusesOf(path)).toEqual(["confirmed", "pending", "partially_shipped"]);
    const tooMany = await ship(path, {
      carrier: "Post",
      lines: [
        { sku: a, quantity: 2 },
        { sku: b, quantity: 3 },
      ],
    });
    expect([tooMany.status, tooMany.body.code, tooMany.body.lines]).toEqual([
      409,
      "fulfillment.exceeds_ordered",
      [{ sku: b, left: 2 }],
    ]);
    const rest = await ship(path);
    expect(rest.body.lines).toEqual([
      { sku: a, quantity: 2 },
      { sku: b, quantity: 2 },
    ]);
    expect((await read(path)).fulfillments).toEqual([first.body, rest.body]);
    const again = await ship(path);
    expect([again.status, again.body.code]).toEqual([409, "order.not_shippable"]);
    const more = await ship(path, { carrier: "Post", lines: [{ sku: a, quantity: 1 }] });
    expect([more.status, more.body.code]).toEqual([409, "order.not_shippable"]);
  });

  it("is made once for each Idempotency-Key, and replayed as it was", async () => {
    const { id, path, skus } = await placed([5]);
    const body = { carrier: "DHL", lines: [{ sku: skus[0], quantity: 2 }] };
    const key = keyed();
    const first = await ship(path, body, key);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    await deliver(path, first.body.id);
    const again = await ship(path, body, key);
    expect([again.status, again.body, again.headers.get("idempotent-replayed")]).toEqual([
      201,
      first.body,
      "true",
    ]);
    const other = await ship(path, { ...body, carrier: "UPS" }, key);
    expect([other.status, other.body.code]).toEqual([422, "idempotency.key_reused"]);
    expect((await read(path)).lines[0].shipped).toBe(2);
    const { path: second } = await placed([5]);
    expect((await ship(second, { carrier: "DHL" }, key)).headers.get("idempotent-replayed")).toBeNull();
    expect((await auditOf(id)).length).toBe(2);
  });

  it("is refused for a canceled order, an unknown one, and a SKU that is not in the order", async () => {
    const { path, shopper, own } = await placed();
    const unknown = await ship(path, { carrier: "DHL", lines: [{ sku: "other", quantity: 1 }] });
    expect([unknown.status, unknown.body.errors[0].pointer]).toEqual([422, "#/lines/0/sku"]);
    await shopper.send("POST", `${own}/cancellation`);
    const canceled = await ship(path);
    expect([canceled.status, canceled.body.code]).toEqual([409, "order.not_shippable"]);
    for (const id of [`ord_${"0".repeat(26)}`, "1001"]) {
      const { status, body } = await ship(`/admin/v1/orders/${id}`);
      expect([status, body.code]).toEqual([404, "order.unknown"]);
    }
  });

  it("is refused after 20 of them", async () => {
    const { path, skus } = await placed([21]);
    const body = { carrier: "DHL", lines: [{ sku: skus[0], quantity: 1 }] };
    for (let i = 0; i < 20; i++) expect((await ship(path, body)).status).toBe(201);
    const { status, body: refused } = await ship(path, body);
    expect([status, refused.code]).toEqual([409, "fulfillment.limit"]);
    expect((await read(path)).fulfillments).toHaveLength(20);
  });

  it.each([
    ["no carrier", {}, "#/carrier"],
    ["a long carrier", { carrier: "x".repeat(51) }, "#/carrier"],
    ["no lines", { carrier: "DHL", lines: [] }, "#/lines"],
    ["no unit", { carrier: "DHL", lines: [{ sku: "a", quantity: 0 }] }, "#/lines/0/quantity"],
    ["half a unit", { carrier: "DHL", lines: [{ sku: "a", quantity: 0.5 }] }, "#/lines/0/quantity"],
    [
      "a SKU twice",
      {
        carrier: "DHL",
        lines: [
          { sku: "a", quantity: 1 },
          { sku: "a", quantity: 1 },
        ],
      },
      "#/lines",
    ],
    ["a script as URL", { carrier: "DHL", trackingUrl: "javascript:alert(1)" }, "#/trackingUrl"],
    ["a quote in the URL", { carrier: "DHL", trackingUrl: 'https://a.example/"' }, "#/trackingUrl"],
    ["a number with markup", { carrier: "DHL", trackingNumber: "<b>" }, "#/trackingNumber"],
    ["an unknown field", { carrier: "DHL", notify: true }, "#/notify"],
  ])("is refused with 422 if it has %s", async (_, body, pointer) => {
    const answer = await ship(`/admin/v1/orders/ord_${"0".repeat(26)}`, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe("a delivery", () => {
  it("delivers the order with its last fulfillment, once, and completes it if it is paid", async () => {
    const { id, path, skus, total } = await placed([2]);
    const one = { carrier: "DHL", lines: [{ sku: skus[0], quantity: 1 }] };
    const first = (await ship(path, one)).body.id;
    expect((await deliver(path, first)).status).toBe(201);
    expect(await statusesOf(path)).toEqual(["confirmed", "pending", "partially_shipped"]);
    const second = (await ship(path)).body.id;
    expect(await statusesOf(path)).toEqual(["confirmed", "pending", "shipped"]);
    const delivered = await deliver(path, second);
    expect(delivered.body.deliveredAt).toEqual(expect.any(String));
    expect(await deliver(path, second)).toMatchObject({ status: 201, body: delivered.body });
    expect(await statusesOf(path)).toEqual(["confirmed", "pending", "delivered"]);
    expect(await eventsOf(first, second)).toEqual([
      "order.shipped",
      "order.delivered",
      "order.shipped",
      "order.delivered",
    ]);
    await send("POST", `${path}/payments`, { body: { amount: usd(total) } });
    expect(await statusesOf(path)).toEqual(["complete", "paid", "delivered"]);
    expect((await auditOf(id)).map(({ route }) => route.split("/").at(-1))).toEqual([
      "fulfillments",
      "delivery",
      "fulfillments",
      "delivery",
      "payments",
    ]);
  });

  it("completes an order that was paid before", async () => {
    const { path, total } = await placed();
    await send("POST", `${path}/payments`, { body: { amount: usd(total) } });
    const { body } = await ship(path);
    expect(await statusesOf(path)).toEqual(["confirmed", "paid", "shipped"]);
    await deliver(path, body.id);
    expect(await statusesOf(path)).toEqual(["complete", "paid", "delivered"]);
  });

  it("of another order's fulfillment is 404", async () => {
    const [mine, other] = [await placed(), await placed()];
    const { body } = await ship(other.path);
    for (const [path, id] of [
      [mine.path, body.id],
      [mine.path, `ful_${"0".repeat(26)}`],
      [mine.path, "x"],
      ["/admin/v1/orders/x", body.id],
    ] as const) {
      const answer = await deliver(path, id);
      expect([answer.status, answer.body.code]).toEqual([404, "fulfillment.unknown"]);
    }
    const [row] = await run("select count(*) from fulfillment where id = :id and delivered_at is not null", {
      id: body.id,
    });
    expect(row?.[0]).toBe(0);
  });
});
