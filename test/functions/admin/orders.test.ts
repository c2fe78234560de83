import { beforeAll, describe, expect, it } from "vitest";
import { admin, withKey } from "../../support/admin.ts";
import { address, usd } from "../../support/bodies.ts";
import { tokenOf } from "../../support/client.ts";
import { run, variant } from "../../support/products.ts";
import { auditOf, eventsOf, placed } from "../support/merchant.ts";

const list = "/admin/v1/orders";
let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  ({ send } = await admin("manager"));
});
const idsOf = async (query: string): Promise<string[]> =>
  (await send("GET", `${list}?${query}`)).body.data.map(({ id }: { id: string }) => id);

describe("an order", () => {
  it("is shown by id and by number, with its lines, payments and fulfillments", async () => {
    const { id, number, path, total, skus } = await placed([2, 1]);
    const byId = await send("GET", path);
    expect(byId.status).toBe(200);
    expect(byId.body).toMatchObject({
      id,
      number,
      customerId: null,
      total: usd(total),
      paid: usd(0),
      lines: [
        { sku: skus[0], quantity: 2, shipped: 0 },
        { sku: skus[1], quantity: 1, shipped: 0 },
      ],
      shippingOption: { id: "standard", title: "Standard, 3 to 5 working days" },
      payment: { provider: "manual", status: "pending" },
      payments: [],
      fulfillments: [],
      shippingAddress: address,
    });
    expect((await send("GET", `${list}/${number}`)).body).toEqual(byId.body);
  });

  it.each([`ord_${"0".repeat(26)}`, "999999999999", "0", "9".repeat(30), "x", "ord_", "%F0%9F%91%95"])(
    "is 404 if there is none: %s",
    async (id) => {
      const { status, body } = await send("GET", `${list}/${id}`);
      expect([status, body.code]).toEqual([404, "order.unknown"]);
    },
  );
});

describe("the list of orders", () => {
  it("is found by number, by the beginning of the e-mail, and by words of the name", async () => {
    const word = crypto.randomUUID().slice(0, 8).replaceAll(/\d/g, "x");
    const email = `Find.${crypto.randomUUID()}@example.com`;
    const shippingAddress = { ...address, name: `Jean-Luc ${word}ovsky Ångström` };
    const { id, number } = await placed([1], { email, shippingAddress });
    const { id: other } = await placed([1]);
    const queries = [
      `${number}`,
      email,
      email.toLowerCase().slice(0, 20),
      email.toUpperCase().slice(0, 20),
      `${word}ovsky`,
      `${word.toUpperCase()}ovs`,
      `luc ${word}`,
      `ång ${word}`,
    ];
    for (const q of queries) expect([q, await idsOf(`q=${encodeURIComponent(q)}`)]).toEqual([q, [id]]);
    for (const q of [`${word}ovskyx`, `${word} nobody`, "'", "':*", "|&!", "\\", "%", "_", `${word}' | 'a`]) {
      const found = await idsOf(`q=${encodeURIComponent(q)}&limit=100`);
      expect([q, found.includes(id) && found.includes(other)]).toEqual([q, false]);
    }
  });

  it("is filtered by each status and by time, newest first, page by page", async () => {
    const email = `filter-${crypto.randomUUID()}@example.com`;
    const all = [];
    for (let i = 0; i < 4; i++) all.push(await placed([1], { email }));
    const newest = all.map(({ id }) => id).reverse();
    const [last, third, second, first] = newest;
    await send("POST", `${list}/${second}/cancellation`);
    await send("POST", `${list}/${third}/fulfillments`, { body: { carrier: "DHL" } });
    await send("POST", `${list}/${last}/payments`, { body: { amount: usd(all[3]?.total ?? 0) } });
    const of = (query: string) => idsOf(`q=${encodeURIComponent(email)}&${query}`);
    expect(await of("")).toEqual(newest);
    expect(await of("status=canceled")).toEqual([second]);
    expect(await of("status=open")).toEqual([last, first]);
    expect(await of("paymentStatus=paid")).toEqual([last]);
    expect(await of("fulfillmentStatus=shipped")).toEqual([third]);
    expect(await of("status=open&fulfillmentStatus=not_fulfilled&paymentStatus=pending")).toEqual([first]);
    const { placedAt } = (await send("GET", `${list}/${third}`)).body;
    expect(await of(`placedFrom=${placedAt}`)).toEqual(newest.filter((id) => id !== second && id !== first));
    expect(await of(`placedTo=${placedAt}`)).toEqual([second, first]);
    expect(await of("placedFrom=1970-01-01T00:00:00Z&placedTo=9999-01-01T00:00:00Z")).toEqual(newest);
    const pages = [];
    for (let cursor = ""; ; ) {
      const from = cursor && `&cursor=${cursor}`;
      const { body } = await send("GET", `${list}?q=${encodeURIComponent(email)}&limit=3${from}`);
      pages.push(body.data.map(({ id }: { id: string }) => id));
      if (!body.nextCursor) break;
      cursor = body.nextCursor;
    }
    expect(pages).toEqual([newest.slice(0, 3), newest.slice(3)]);
  });

  it("shows e-mail, recipient and number of units", async () => {
    const { id, number, total } = await placed([2, 3]);
    const { data } = (await send("GET", `${list}?q=${number}`)).body;
    expect(data).toEqual([
      expect.objectContaining({
        id,
        email: "ada@example.com",
        name: address.name,
        itemCount: 5,
        total: usd(total),
        paid: usd(0),
      }),
    ]);
  });

  it.each([
    "status=lost",
    "paymentStatus=PAID",
    "fulfillmentStatus=",
    "placedFrom=yesterday",
    "placedTo=2026-11-28",
    "placedFrom=0000-01-01T00:00:00Z",
    "limit=0",
    "cursor=x",
    "q=%00",
    `q=${"x".repeat(255)}`,
    "unknown=1",
  ])("refuses %s with 422, or takes it for absent if it is empty", async (query) => {
    expect((await send("GET", `${list}?${query}`)).status).toBe(query.endsWith("=") ? 200 : 422);
  });
});

describe("the merchant's cancellation", () => {
  it("returns the stock once, with one event and one audit row", async () => {
    const { id, path, skus, own, shopper } = await placed([3]);
    const [sku = ""] = skus;
    expect((await variant(sku)).stock).toBe(47);
    for (let i = 0; i < 2; i++) {
      const { status, body } = await send("POST", `${path}/cancellation`);
      expect([status, body.status, body.paymentStatus]).toEqual([201, "canceled", "canceled"]);
    }
    expect((await variant(sku)).stock).toBe(50);
    expect(await eventsOf(id)).toEqual(["order.placed", "order.canceled"]);
    expect(await auditOf(id)).toEqual([
      { route: "POST /admin/v1/orders/{id}/cancellation", after: { status: "canceled" } },
    ]);
    expect((await shopper.send("GET", own)).body.payment).toEqual({ provider: "manual", status: "canceled" });
  });

  it("is refused after a part was shipped, and for unknown orders", async () => {
    const { id, path, skus } = await placed([3]);
    await send("POST", `${path}/fulfillments`, {
      body: { carrier: "DHL", lines: [{ sku: skus[0], quantity: 1 }] },
    });
    const refused = await send("POST", `${path}/cancellation`);
    expect([refused.status, refused.body.code]).toEqual([409, "order.not_cancelable"]);
    expect((await auditOf(id)).length).toBe(1);
    for (const unknown of [`ord_${"0".repeat(26)}`, "x"]) {
      const { status, body } = await send("POST", `${list}/${unknown}/cancellation`);
      expect([status, body.code]).toEqual([404, "order.unknown"]);
    }
  });

  it("leaves no audit row for the shopper's own cancellation", async () => {
    const { id, shopper, own } = await placed();
    await shopper.send("POST", `${own}/cancellation`);
    expect(await auditOf(id)).toEqual([]);
  });
});

describe("scopes", () => {
  it.each([
    ["GET", "/admin/v1/orders", "orders:read"],
    ["GET", "/admin/v1/orders/1", "orders:read"],
    ["POST", "/admin/v1/orders/x/cancellation", "orders:write"],
    ["POST", "/admin/v1/orders/x/payments", "orders:write"],
    ["POST", "/admin/v1/orders/x/confirmation", "orders:write"],
    ["POST", "/admin/v1/orders/x/fulfillments", "fulfillments:write"],
    ["POST", "/admin/v1/orders/x/fulfillments/y/delivery", "fulfillments:write"],
    ["GET", "/admin/v1/customers", "customers:read"],
    ["GET", "/admin/v1/customers/x", "customers:read"],
    ["DELETE", "/admin/v1/customers/x", "customers:write"],
    ["GET", "/admin/v1/settings", "orders:read"],
    ["PUT", "/admin/v1/settings", "settings:write"],
    ["GET", "/admin/v1/reports/sales?from=2026-01-01&to=2026-01-01", "orders:read"],
    ["GET", "/admin/v1/events", "orders:read customers:read catalog:read"],
  ] as const)("%s %s needs %s", async (method, path, scope) => {
    const other = await admin(["keys:write"]);
    const refused = await other.send(method, path);
    expect([refused.status, refused.body.scope]).toEqual([403, scope]);
    const right = await admin(scope.split(" ") as "orders:read"[]);
    expect((await right.send(method, path)).status).not.toBe(403);
  });

  it("let a packer ship, but not list customers or cancel", async () => {
    const packer = await admin("packer");
    const { path } = await placed();
    expect((await packer.send("GET", "/admin/v1/customers")).status).toBe(403);
    expect((await packer.send("POST", `${path}/cancellation`)).status).toBe(403);
    expect((await packer.send("POST", `${path}/fulfillments`, { body: { carrier: "DHL" } })).status).toBe(
      201,
    );
  });

  it("give nothing to a shopper's session", async () => {
    const { shopper, path, id } = await placed();
    const asShopper = withKey(tokenOf(shopper));
    for (const to of [path, `${path}/cancellation`]) {
      const { status, body } = await asShopper(to === path ? "GET" : "POST", to);
      expect([status, body.code]).toEqual([401, "key.invalid"]);
    }
    const [row] = await run("select status from orders where id = :id", { id });
    expect(row?.[0]).toBe("open");
  });
});
