import { afterAll, beforeAll, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { admin } from "../../support/admin.ts";
import { createCategory, newNames, productBody } from "../../support/catalog-edits.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { adminRoutes } from "../support/admin-routes.ts";
import { account } from "../support/customer.ts";
import { placed } from "../support/merchant.ts";

// Own engines: the writes of other tests would change the tables, too.
let stop: () => Promise<void>;
let send: Awaited<ReturnType<typeof admin>>["send"];
let keyId = "";
beforeAll(async () => {
  stop = await startOwnEngines();
  ({ send, id: keyId } = await admin());
  await createCategory();
});
afterAll(() => stop());

interface Write {
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const usd = (amount: number) => ({ amount, currency: "USD" });
const endpoint = { url: "https://erp.example.com/hooks", events: ["order.placed"] };
const settings = {
  name: "Ada's",
  sender: { name: "Ada" },
  currencies: ["USD"],
  origins: [],
  shippingOptions: [{ id: "standard", title: "Slow", rates: [{ price: usd(599) }] }],
};

async function dead() {
  const id = newId("event", new Date());
  await run(
    `insert into event (id, name, subject, sent_at, attempts, failed_at, last_error)
     values (:id, 'order.broken', 'ord_none', now(), 5, now(), 'on purpose')`,
    { id },
  );
  return id;
}

async function delivery() {
  await send("PUT", "/admin/v1/webhook-endpoints/sent", { body: endpoint });
  const id = newId("delivery", new Date());
  await run("insert into webhook_delivery (id, endpoint_id, event_id) values (:id, 'sent', :id)", { id });
  return id;
}

async function shipped() {
  const order = await placed([1]);
  const { body } = await send("POST", `${order.path}/fulfillments`, { body: { carrier: "DHL" } });
  return `${order.path}/fulfillments/${body.id}`;
}

/** A request of each writing route that changes something, by the name of its operation. */
const writes: Record<string, () => Promise<Write>> = {
  createKey: async () => ({ path: "keys", body: { name: "Till", role: "packer" } }),
  revokeKey: async () => ({ path: `keys/${(await admin("packer")).id}` }),
  createUpload: async () => ({
    path: "uploads",
    body: { filename: "a.png", contentType: "image/png", bytes: 1 },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  putProduct: async () => {
    const { handle, skus } = newNames();
    return { path: `products/${handle}`, body: productBody(skus) };
  },
  deleteProduct: async () => ({ path: `products/${(await product()).handle}` }),
  changeVariant: async () => ({ path: `variants/${(await product()).sku}`, body: { price: usd(1) } }),
  setStock: async () => ({
    path: `variants/${(await product()).sku}/stock`,
    body: { quantity: 7 },
    headers: { "if-match": "*" },
  }),
  moveStock: async () => ({
    path: `variants/${(await product()).sku}/stock-movements`,
    body: { delta: 2, reason: "received" },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  putCategory: async () => ({ path: "categories/written", body: { title: "T", position: 1 } }),
  deleteCategory: async () => {
    await createCategory("empty");
    return { path: "categories/empty" };
  },
  putRedirect: async () => ({ path: "redirects/former", body: { to: (await product()).handle } }),
  deleteRedirect: async () => {
    await send("PUT", "/admin/v1/redirects/old", { body: { to: (await product()).handle } });
    return { path: "redirects/old" };
  },
  retryDeadLetter: async () => ({ path: `dead-letters/${await dead()}/retry` }),
  cancelOrder: async () => ({ path: `orders/${(await placed([1])).id}/cancellation` }),
  recordPayment: async () => ({
    path: `orders/${(await placed([1])).id}/payments`,
    body: { amount: usd(100) },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  shipOrder: async () => ({
    path: `orders/${(await placed([1])).id}/fulfillments`,
    body: { carrier: "DHL" },
    headers: { "idempotency-key": crypto.randomUUID() },
  }),
  deliverFulfillment: async () => ({ path: `${(await shipped()).replace("/admin/v1/", "")}/delivery` }),
  eraseCustomer: async () => ({ path: `customers/${(await account()).id}` }),
  replaceSettings: async () => ({ path: "settings", body: settings }),
  saveWebhookEndpoint: async () => ({ path: "webhook-endpoints/erp", body: endpoint }),
  deleteWebhookEndpoint: async () => {
    await send("PUT", "/admin/v1/webhook-endpoints/gone", { body: endpoint });
    return { path: "webhook-endpoints/gone" };
  },
  retryWebhookDelivery: async () => ({ path: `webhook-endpoints/sent/deliveries/${await delivery()}/retry` }),
};

const writing = adminRoutes.filter(({ method }) => method !== "GET");

let dump = "";
/** The content of every table except the audit log, without the time when a key was last used. */
async function content(): Promise<unknown> {
  if (dump === "") {
    const [row] = await run(
      `select string_agg(format(
         'select %L || coalesce(md5(string_agg(row, '','' order by row)), ''empty'')
          from (select (to_jsonb(t) - ''last_used_at'')::text as row from %I t) as rows', tablename, tablename
       ), ' union all ') from pg_tables where schemaname = 'public' and tablename not in ('audit', 'migration')`,
    );
    dump = String(row?.[0]);
  }
  return (await run(dump)).flat().sort();
}

const lastAudit = async () => Number((await run("select coalesce(max(id), 0) from audit"))[0]?.[0]);
const auditAfter = (id: number) =>
  run("select key_id, route, before is distinct from after from audit where id > :id order by id", { id });

it("each writing route is tested here", () => {
  expect(Object.keys(writes).sort()).toEqual(writing.map(({ id }) => id).sort());
});

it.each(writing)("$route records each change once, and no change never", async ({ id, method, route }) => {
  const write = writes[id];
  if (!write) throw new Error(`There is no request for ${id}.`);
  const { path, ...request } = await write();
  // The same request again changes something else, or nothing.
  for (const time of ["first", "second"]) {
    const [before, last] = [await content(), await lastAudit()];
    const { status, body } = await send(method, `/admin/v1/${path}`, request);
    expect(status, JSON.stringify(body)).toBeLessThan(500);
    const isChanged = JSON.stringify(await content()) !== JSON.stringify(before);
    if (time === "first") expect([status < 300, isChanged], JSON.stringify(body)).toEqual([true, true]);
    expect(await auditAfter(last), time).toEqual(isChanged ? [[keyId, route, true]] : []);
  }
  recordTrials({ promise: "K2", trials: 2 });
});

it("no reading route changes anything", async () => {
  const { id, number } = await placed([1]);
  const { handle, sku } = await product();
  const { id: customer } = await account();
  const names: Record<string, unknown> = { orders: id, products: handle, variants: sku, customers: customer };
  const [before, last] = [await content(), await lastAudit()];
  for (const { method, path } of adminRoutes.filter(({ method }) => method === "GET")) {
    const [, , , group = ""] = path.split("/");
    await send(method, path.replace("none", String(names[group] ?? "none")));
  }
  expect((await send("GET", `/admin/v1/orders/${number}`)).status).toBe(200);
  expect([await content(), await lastAudit()]).toEqual([before, last]);
});
