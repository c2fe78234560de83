import { context } from "@myclothes/core/context";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import { beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { keyed, orderOf, STANDARD, usd } from "../../support/bodies.ts";
import { product, run } from "../../support/products.ts";
import * as worker from "../../support/worker.ts";
import { account, add } from "../support/customer.ts";
import { auditOf, eventsOf } from "../support/merchant.ts";

const list = "/admin/v1/customers";
let send: Awaited<ReturnType<typeof admin>>["send"];
beforeAll(async () => {
  ({ send } = await admin("manager"));
});

/** A new account with its ID. */
async function customer() {
  const { shopper, email } = await account();
  const { id, name } = (await shopper.send("GET", "/v1/customers/me")).body;
  return { shopper, email, id: id as string, name: name as string };
}
const idsOf = async (q: string): Promise<string[]> =>
  (await send("GET", `${list}?q=${encodeURIComponent(q)}`)).body.data.map(({ id }: { id: string }) => id);

describe("customers", () => {
  it("are found by the beginning of the e-mail and by words of the name, newest first", async () => {
    const word = crypto.randomUUID().slice(0, 8).replaceAll(/\d/g, "x");
    const both = [await customer(), await customer()];
    const [first, second] = both;
    for (const { shopper } of both)
      await shopper.send("PATCH", "/v1/customers/me", { body: { name: `Grace ${word}hopper` } });
    expect(await idsOf(`${word.toUpperCase()}hop grace`)).toEqual([second?.id, first?.id]);
    const { email = "" } = first ?? {};
    expect(await idsOf(email.slice(0, -5).toUpperCase())).toEqual([first?.id]);
    expect(await idsOf(`${email}x`)).toEqual([]);
    const page = await send("GET", `${list}?q=${word}hopper&limit=1`);
    expect(page.body.data).toEqual([
      {
        id: second?.id,
        email: second?.email,
        name: `Grace ${word}hopper`,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    ]);
    const next = await send("GET", `${list}?q=${word}hopper&limit=1&cursor=${page.body.nextCursor}`);
    expect([next.body.data[0].id, next.body.nextCursor]).toEqual([first?.id, null]);
  });

  it("are listed without a query", async () => {
    const { id } = await customer();
    const { data } = (await send("GET", `${list}?limit=100`)).body;
    expect(data.map((one: { id: string }) => one.id)).toContain(id);
  });

  it("are shown with a summary of their orders", async () => {
    const { shopper, id } = await customer();
    const { sku } = await product({ price: 100 });
    const ids: string[] = [];
    for (let i = 0; i < 3; i++) {
      await add(shopper, sku);
      const { body } = await shopper.send("POST", "/v1/orders", {
        body: orderOf(100, { email: undefined }),
        headers: keyed(),
      });
      ids.unshift(body.id);
    }
    await send("POST", `/admin/v1/orders/${ids[0]}/cancellation`);
    await send("POST", `/admin/v1/orders/${ids[1]}/payments`, { body: { amount: usd(50) } });
    const { body } = await send("GET", `${list}/${id}`);
    expect(body.orders).toMatchObject({ count: 2, total: usd(2 * (100 + STANDARD)), paid: usd(50) });
    expect(body.orders.latest.map((order: { id: string }) => order.id)).toEqual(ids);
    expect(body.orders.latest[0]).toMatchObject({ status: "canceled", customerId: id, itemCount: 1 });
    expect(JSON.stringify(body)).not.toMatch(/password|scrypt/i);
  });

  it.each(["cursor=x", "limit=101", "q=%00", "email=a"])(
    "refuses the list with %s with 422",
    async (query) => {
      expect((await send("GET", `${list}?${query}`)).status).toBe(422);
    },
  );
});

describe("an erasure", () => {
  it("deletes the account at once, and its sessions and cart by the event", async () => {
    const { shopper, id, email } = await customer();
    await shopper.send("POST", "/v1/cart/items", { body: { sku: (await product()).sku, quantity: 1 } });
    expect((await send("DELETE", `${list}/${id}`)).status).toBe(204);
    expect((await shopper.send("GET", "/v1/customers/me")).status).toBe(401);
    expect((await send("GET", `${list}/${id}`)).body.code).toBe("customer.unknown");
    const again = await send("DELETE", `${list}/${id}`);
    expect([again.status, again.body.code]).toEqual([404, "customer.unknown"]);
    expect(await eventsOf(id)).toEqual(["customer.created", "customer.erased"]);
    const audit = await auditOf(id);
    expect(audit).toEqual([{ route: "DELETE /admin/v1/customers/{id}", after: null }]);
    const stored = JSON.stringify(await run("select audit::text from audit where subject = :id", { id }));
    expect(stored).not.toContain(email);
    const eventId = (await worker.eventsOf(id)).at(-1) ?? "";
    expect(await handle(context(), handlers, [{ id: eventId, receives: 1 }])).toEqual(new Set());
    expect((await shopper.send("GET", "/v1/cart")).body.lines).toEqual([]);
  });

  it.each(["x", `cus_${"0".repeat(26)}`, `ord_${"0".repeat(26)}`])("of %s is 404", async (id) => {
    for (const method of ["GET", "DELETE"]) {
      const { status, body } = await send(method, `${list}/${id}`);
      expect([status, body.code]).toEqual([404, "customer.unknown"]);
    }
  });
});
