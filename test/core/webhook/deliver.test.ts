import { context } from "@myclothes/core/context";
import * as Webhook from "@myclothes/core/webhook";
import { deliverDue } from "@myclothes/core/webhook/deliver";
import { Webhook as Verifier } from "standardwebhooks";
import { beforeEach, describe, expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import * as Sql from "../../../packages/core/src/webhook/delivery.sql.ts";
import type { post } from "../../../packages/core/src/webhook/post.ts";
import { DELAYS_S } from "../../../packages/core/src/webhook/webhook.rules.ts";
import { deployer } from "../../support/admin.ts";
import { run } from "../../support/products.ts";

const message = { type: "order.placed", timestamp: "2026-01-01T00:00:00.000Z", data: { id: "ord_1" } };
const messageOf = async () => message;

type Sent = { url: string; body: string; headers: Record<string, string> };
let sent: Sent[] = [];
/** A receiver that answers with these statuses in turn, and then with the last of them. */
const receiver =
  (...statuses: (number | undefined)[]): typeof post =>
  async (url, { body, headers }) => {
    sent.push({ url: url.href, body, headers });
    const status = statuses.length > 1 ? statuses.shift() : statuses[0];
    return { status, response: "answer" };
  };

let id = "";
let secret = "";
beforeEach(async () => {
  sent = [];
  id = `test-${crypto.randomUUID()}`.slice(0, 40);
  const endpoint = { url: `https://hooks.example.test/${id}`, events: ["test.placed"], enabled: true };
  secret = (await Webhook.save(context(), deployer, id, endpoint)).secret ?? "";
  return () => Webhook.remove(context(), deployer, id).catch(() => {});
});

/** Plans an event, and returns its ID. */
async function plan(name = "test.placed"): Promise<string> {
  const eventId = newId("event", new Date());
  await Sql.plan(context(), { id: eventId, name });
  return eventId;
}
const deliver = (eventId: string, send: typeof post) =>
  deliverDue(context({ timeoutMs: 600_000 }), { messageOf, send }, eventId);
const deliveries = async () => (await Webhook.deliveries(context(), id, { limit: 20 })).data;
const makeDue = (eventId: string) =>
  run("update webhook_delivery set next_at = now() where event_id = :eventId", { eventId });

describe("a delivery", () => {
  it("is signed, so that the receiver can verify it", async () => {
    const eventId = await plan();
    await deliver(eventId, receiver(204));
    const [{ body, headers, url } = { body: "", headers: {}, url: "" }] = sent;
    expect(url).toBe(`https://hooks.example.test/${id}`);
    expect(new Verifier(secret).verify(body, headers)).toEqual(message);
    expect(() => new Verifier(secret).verify(`${body} `, headers)).toThrow();
    expect(headers["webhook-id"]).toBe(eventId);
    expect(await deliveries()).toMatchObject([
      {
        eventId,
        attempts: 1,
        status: 204,
        response: "answer",
        nextAttemptAt: null,
        deliveredAt: expect.any(String),
      },
    ]);
  });

  it("is planned once, however often its event arrives", async () => {
    const eventId = await plan();
    await Sql.plan(context(), { id: eventId, name: "test.placed" });
    await deliver(eventId, receiver(200));
    await Sql.plan(context(), { id: eventId, name: "test.placed" });
    await deliver(eventId, receiver(200));
    expect(sent).toHaveLength(1);
  });

  it("is made only to enabled endpoints that want the event", async () => {
    await deliver(await plan("test.paid"), receiver(200));
    await Webhook.save(context(), deployer, id, {
      url: "https://hooks.example.test",
      events: ["test.placed", "test.paid"],
      enabled: false,
    });
    await deliver(await plan(), receiver(200));
    expect(sent).toEqual([]);
    await Webhook.save(context(), deployer, id, {
      url: "https://hooks.example.test",
      events: ["test.placed", "test.paid"],
      enabled: true,
    });
    await deliver(await plan("test.paid"), receiver(200));
    expect(sent).toHaveLength(1);
  });

  it("is repeated with growing delays over three days, and then given up", async () => {
    const eventId = await plan();
    const delays: number[] = [];
    for (let i = 0; i <= DELAYS_S.length; i++) {
      await deliver(eventId, receiver(500));
      const [[seconds] = []] = await run(
        "select round(extract(epoch from next_at - attempted_at))::int from webhook_delivery where event_id = :eventId and next_at is not null",
        { eventId },
      );
      if (seconds !== undefined) delays.push(Number(seconds));
      await run(
        "update webhook_delivery set next_at = now() where event_id = :eventId and next_at is not null",
        { eventId },
      );
    }
    expect(sent).toHaveLength(DELAYS_S.length + 1);
    for (const [i, seconds] of delays.entries())
      expect(Math.abs(seconds - (DELAYS_S[i] ?? 0))).toBeLessThan(60);
    expect(delays).toHaveLength(DELAYS_S.length);
    expect(DELAYS_S.reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(71 * 3_600);
    expect(new Set(sent.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([eventId]));
    expect(await deliveries()).toMatchObject([
      { attempts: 10, nextAttemptAt: null, deliveredAt: null, status: 500 },
    ]);
  });

  it("counts a redirect and a missing answer as failures", async () => {
    const eventId = await plan();
    for (const status of [302, undefined]) {
      await deliver(eventId, receiver(status));
      expect(await deliveries()).toMatchObject([
        { status: status ?? null, deliveredAt: null, nextAttemptAt: expect.any(String) },
      ]);
      await makeDue(eventId);
    }
  });

  it("is attempted by one process at a time", async () => {
    const eventId = await plan();
    await Promise.all(Array.from({ length: 5 }, () => deliver(eventId, receiver(200))));
    expect(sent).toHaveLength(1);
  });

  it("is attempted again after its process died", async () => {
    const eventId = await plan();
    await Sql.take(context(), { eventId, count: 1, leaseSeconds: 60 });
    await deliver(eventId, receiver(200));
    expect(sent).toEqual([]);
    await makeDue(eventId);
    await deliver(eventId, receiver(200));
    expect(sent).toHaveLength(1);
  });

  it("can be sent again by hand", async () => {
    const eventId = await plan();
    await deliver(eventId, receiver(200));
    const [{ id: delivery } = { id: "" }] = await deliveries();
    expect(await Webhook.retry(context(), deployer, id, delivery)).toMatchObject({
      deliveredAt: null,
      attempts: 0,
    });
    await deliver(eventId, receiver(200));
    expect(sent).toHaveLength(2);
    await expect(Webhook.retry(context(), deployer, "other", delivery)).rejects.toMatchObject({
      code: "webhook.unknown",
    });
  });
});

describe("an endpoint", () => {
  const failing = () =>
    run("select enabled, failing_since is null from webhook_endpoint where id = :id", { id });

  it("is disabled after three days of failures, and enabled again by saving it", async () => {
    const eventId = await plan();
    await deliver(eventId, receiver(500));
    expect(await failing()).toEqual([[true, false]]);
    await run("update webhook_endpoint set failing_since = now() - interval '73 hours' where id = :id", {
      id,
    });
    await makeDue(eventId);
    expect((await deliver(eventId, receiver(500))).disabled).toEqual([id]);
    expect(await failing()).toEqual([[false, false]]);
    await makeDue(eventId);
    expect((await deliver(eventId, receiver(500))).attempted).toBe(0);
    await Webhook.save(context(), deployer, id, {
      url: "https://hooks.example.test",
      events: ["test.placed", "test.paid"],
      enabled: true,
    });
    expect(await failing()).toEqual([[true, true]]);
    await deliver(eventId, receiver(200));
    expect(await deliveries()).toMatchObject([{ status: 200 }]);
  });

  it("is not disabled if one delivery succeeds", async () => {
    const eventId = await plan();
    await deliver(eventId, receiver(500));
    await deliver(await plan(), receiver(200));
    expect(await failing()).toEqual([[true, true]]);
  });
});
