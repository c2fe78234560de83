import { context } from "@myclothes/core/context";
import { handle } from "@myclothes/core/events/handle";
import { handlers } from "@myclothes/core/handlers";
import * as Feed from "@myclothes/core/merchant/feed";
import * as Webhook from "@myclothes/core/webhook";
import { deliverAll } from "@myclothes/core/webhook/handlers";
import { Webhook as Verifier } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { account, add } from "../../functions/support/customer.ts";
import { requestReset } from "../../functions/support/links.ts";
import { deployer } from "../../support/admin.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { startOwnEngines } from "../../support/engines.ts";
import { product, run } from "../../support/products.ts";
import { eventsOf } from "../../support/worker.ts";

const sent: { body: string; headers: Record<string, string> }[] = [];
let status = 200;
vi.mock("../../../packages/core/src/webhook/post.ts", () => ({
  post: async (_: URL, { body, headers }: { body: string; headers: Record<string, string> }) => {
    sent.push({ body, headers });
    return { status, response: "" };
  },
}));

// Own engines: the endpoint wants every event.
let stop: () => Promise<void>;
let secret = "";
beforeAll(async () => {
  stop = await startOwnEngines();
  const endpoint = { url: "https://hooks.example.test/", events: ["*"], enabled: true };
  secret = (await Webhook.save(context(), deployer, "all", endpoint)).secret ?? "";
});
afterAll(() => stop());
beforeEach(() => {
  sent.length = 0;
  status = 200;
});

const patient = () => context({ timeoutMs: 600_000 });
const deliver = (ids: string[]) =>
  handle(
    patient(),
    handlers,
    ids.map((id) => ({ id, receives: 1 })),
  );

async function placeOrder() {
  const { sku } = await product({ price: 100 });
  const shopper = client();
  await add(shopper, sku);
  const { body } = await shopper.send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
  const [eventId = ""] = await eventsOf(body.id);
  return { order: body, eventId };
}

it("sends an event with its subject, signed, once", async () => {
  const { order, eventId } = await placeOrder();
  expect(await deliver([eventId])).toEqual(new Set());
  await run("update event set handled_at = null, leased_until = null where id = :id", { id: eventId });
  await run("delete from event_handler where event_id = :id", { id: eventId });
  expect(await deliver([eventId])).toEqual(new Set());
  expect(sent).toHaveLength(1);
  const [{ body, headers } = { body: "", headers: {} }] = sent;
  expect(new Verifier(secret).verify(body, headers)).toMatchObject({
    type: "order.placed",
    timestamp: expect.stringMatching(/Z$/),
    data: { id: order.id, order: { number: order.number, email: order.email } },
  });
  expect(headers["webhook-id"]).toBe(eventId);
});

it("counts an event as handled although an endpoint fails, and Sweep repeats the delivery", async () => {
  const { eventId } = await placeOrder();
  status = 503;
  expect(await deliver([eventId])).toEqual(new Set());
  expect(await deliverAll(patient())).toBe(0);
  await run("update webhook_delivery set next_at = now() where event_id = :id", { id: eventId });
  status = 200;
  expect(await deliverAll(patient())).toBe(1);
  expect(sent.map(({ headers }) => headers["webhook-id"])).toEqual([eventId, eventId]);
});

it("keeps internal events out of webhooks and out of the feed", async () => {
  const { email, id } = await account();
  await requestReset(email);
  const all = await run("select id, name from event where name like 'customer.%' order by position");
  expect(all.map(([, name]) => name)).toEqual(["customer.created", "customer.password_reset_requested"]);
  expect(await deliver(all.map(([id]) => String(id)))).toEqual(new Set());
  expect(sent.map(({ body }) => JSON.parse(body).type)).toEqual(["customer.created"]);
  await run("update event set created_at = created_at - interval '1 minute'");
  const { data } = await Feed.list(context(), { limit: 100 });
  expect(data.filter(({ name }) => name.startsWith("customer."))).toMatchObject([
    { name: "customer.created", subject: { id } },
  ]);
});
