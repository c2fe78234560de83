import { randomUUID } from "node:crypto";
import { type Context, context } from "@myclothes/core/context";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import * as Images from "@myclothes/core/image/process";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { newId } from "../../packages/core/src/id.ts";
import { adminRoutes } from "../functions/support/admin-routes.ts";
import { writes } from "../functions/support/admin-writes.ts";
import { account } from "../functions/support/customer.ts";
import { placed } from "../functions/support/merchant.ts";
import { admin } from "../support/admin.ts";
import { createCategory, createCollection } from "../support/catalog-edits.ts";
import { startOwnEngines } from "../support/engines.ts";
import { picture, put, requestUpload } from "../support/images.ts";
import { captureMails } from "../support/mail.ts";
import { product, run } from "../support/products.ts";
import { adminBudgets, type Calls, workerBudgets } from "./admin.ts";

// Own engines: a webhook endpoint gets the events of all tests.
let stop: () => Promise<void>;
let merchant: Awaited<ReturnType<typeof admin>>;
beforeAll(async () => {
  stop = await startOwnEngines();
  merchant = await admin();
  await createCategory();
  captureMails();
});
afterAll(() => stop());
vi.spyOn(console, "error").mockImplementation(() => {});

/** The calls to each store, by its name. */
function counted(names: string[]): Calls {
  const calls: Record<string, number> = {};
  for (const name of names) {
    const store = name === "s3.PutObject" ? "s3.PutObject" : (name.split(".")[0] ?? "");
    calls[store] = (calls[store] ?? 0) + 1;
  }
  return calls;
}

async function callsOf(method: string, path: string, request: object = {}): Promise<Calls> {
  const { status, headers, body } = await merchant.send(method, path, request);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  const names = (headers.get("server-timing") ?? "")
    .split(",")
    .map((entry) => entry.trim().split(";")[0] ?? "");
  return counted(names.filter((name) => name.includes(".")));
}

/** Leaves one old event of each kind, because the feed shows events only after some seconds. */
async function writeEvents({ id, handle, sku, customer }: Record<string, string>): Promise<void> {
  await run("delete from event");
  const subjects = {
    "order.placed": id,
    "product.updated": handle,
    "stock.low": sku,
    "customer.created": customer,
  };
  for (const [name, subject = ""] of Object.entries(subjects))
    await run(
      "insert into event (name, subject, created_at) values (:name, :subject, now() - interval '1 hour')",
      { name, subject },
    );
}

it("each route of Admin makes the calls in its budget", async () => {
  const found: Record<string, Calls> = {};
  const { id } = await placed([1]);
  const [{ handle, sku }, customer] = [await product(), await account()];
  const image = await requestUpload(merchant, await picture({ width: 4, height: 4 }).png().toBuffer());
  await merchant.send("PUT", "/admin/v1/webhook-endpoints/budget", {
    body: { url: "https://erp.example.com", events: ["customer.erased"], enabled: false },
  });
  await createCollection("budget");
  const names: Record<string, string> = { orders: id, products: handle, variants: sku };
  Object.assign(names, {
    customers: customer.id,
    images: image.id,
    "webhook-endpoints": "budget",
    collections: "budget",
  });
  const to = new Date().toISOString().slice(0, 10);
  for (const route of adminRoutes) {
    const write = writes(merchant.send)[route.id];
    const { path, ...request } = write ? await write() : { path: route.path.replace("/admin/v1/", "") };
    const [group = ""] = path.split("/");
    if (route.id === "listEvents") await writeEvents({ id, handle, sku, customer: customer.id });
    const query = route.id === "reportSales" ? `?from=${to}&to=${to}` : "";
    const at = write ? path : path.replace("none", names[group] ?? "none") + query;
    found[route.id] = await callsOf(route.method, `/admin/v1/${at}`, request);
  }
  expect(found).toEqual(adminBudgets);
});

/** Handles one event as Worker does. */
async function workerCalls(name: string, subject: string): Promise<Calls> {
  const id = newId("event", new Date());
  await run("insert into event (id, name, subject) values (:id, :name, :subject)", { id, name, subject });
  const ctx = context({ timeoutMs: 600_000 });
  expect(await handle(ctx, handlers, [{ id, receives: 1 }])).toEqual(new Set());
  return counted(namesOf(ctx));
}

const namesOf = ({ calls }: Context): string[] => calls.map(({ name }) => name);

it("Worker makes the calls in its budget for each event and each image", async () => {
  await run("delete from webhook_endpoint");
  const { id, path } = await placed([2]);
  const { body: parcel } = await merchant.send("POST", `${path}/fulfillments`, { body: { carrier: "DHL" } });
  const [{ handle, sku }, customer] = [await product(), await account()];
  const found: Record<string, Calls> = {
    "order.placed": await workerCalls("order.placed", id),
    "order.shipped": await workerCalls("order.shipped", parcel.id),
    "order.delivered": await workerCalls("order.delivered", parcel.id),
    "order.canceled": await workerCalls("order.canceled", id),
    "order.paid": await workerCalls("order.paid", id),
    "customer.created": await workerCalls("customer.created", customer.id),
    "product.updated": await workerCalls("product.updated", handle),
    "stock.low": await workerCalls("stock.low", sku),
  };
  // Nobody has this name, but the calls to the stores are the same.
  await merchant.send("PUT", `/admin/v1/webhook-endpoints/w-${randomUUID().slice(0, 8)}`, {
    body: { url: "https://hooks.invalid/", events: ["order.paid"] },
  });
  found["order.paid, with a webhook"] = await workerCalls("order.paid", id);

  const file = await picture({ width: 2_000, height: 1_500 }).png().toBuffer();
  const upload = await requestUpload(merchant, file);
  await put(upload, file);
  const ctx = context({ timeoutMs: 600_000 });
  await Images.process(ctx, `uploads/${upload.id}`);
  found["an image"] = counted(namesOf(ctx));
  expect(found).toEqual(workerBudgets);
});
