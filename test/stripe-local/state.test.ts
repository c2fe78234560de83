import { appendFileSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { startStripe } from "../../packages/stripe-local/src/index.ts";
import { order, paid, start, startWithReceiver, temporaryFolder } from "./support/emulator.ts";

it("keeps payments, refunds, keys and events over a restart", async () => {
  const folder = temporaryFolder();
  const one = await start({ folder });
  const created = await one.client.paymentIntents.create(order, { idempotencyKey: "pay_1" });
  const intent = await paid(one.client);
  await one.client.refunds.create({ payment_intent: intent.id, amount: 500 });
  const held = await paid(one.client, "pm_card_visa", { capture_method: "manual" });
  one.server.advance(6 * 24 * 60 * 60 * 1_000);
  const events = await one.client.events.list({ limit: 100 });
  const books = one.server.books();
  await one.server.stop();

  const two = await start({ folder });
  expect(two.server.books()).toEqual(books);
  expect(await two.client.events.list({ limit: 100 })).toEqual(events);
  expect(await two.client.paymentIntents.retrieve(created.id)).toEqual(created);
  // The clock has not gone back.
  two.server.advance(25 * 60 * 60 * 1_000);
  expect((await two.client.paymentIntents.retrieve(held.id)).status).toBe("canceled");
});

it("repeats the answer to a key from before the restart", async () => {
  const folder = temporaryFolder();
  const one = await start({ folder });
  const created = await one.client.paymentIntents.create(order, { idempotencyKey: "pay_1" });
  await one.server.stop();
  const two = await start({ folder });
  expect(await two.client.paymentIntents.create(order, { idempotencyKey: "pay_1" })).toEqual(created);
});

it("has written every answer before it sends it", async () => {
  const folder = temporaryFolder();
  const { client, server } = await start({ folder });
  const { id } = await paid(client);
  // What a process would find that starts after a kill at this moment.
  const copy = temporaryFolder();
  writeFileSync(path.join(copy, "journal.jsonl"), readFileSync(path.join(folder, "journal.jsonl")));
  const other = await start({ folder: copy });
  expect(await other.client.paymentIntents.retrieve(id)).toMatchObject({ status: "succeeded" });
  expect(other.server.books()).toEqual(server.books());
});

it("ignores the part of a line that a killed process left, and says which line is damaged", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "journal.jsonl");
  const one = await start({ folder });
  const { id } = await paid(one.client);
  await one.server.stop();
  appendFileSync(file, '[["intents","pi_half",{"id":"pi_');
  const two = await start({ folder });
  expect(two.server.books()).toMatchObject([{ id, status: "succeeded" }]);
  await paid(two.client);
  await two.server.stop();
  expect((await start({ folder })).server.books()).toHaveLength(2);
  writeFileSync(file, "[]\nnot json\n[]\n");
  await expect(startStripe({ folder })).rejects.toThrow(`${file} cannot be opened (line 2 is damaged)`);
});

it("sends the webhooks that were not delivered before the restart", async () => {
  const folder = temporaryFolder();
  const { client, server, receiver } = await startWithReceiver({ folder, retryMs: [3_600_000] });
  receiver.answers.push(503);
  const { id } = await client.paymentIntents.create(order);
  await expect.poll(() => server.deliveries()[0]?.attempts.length).toBe(1);
  await server.stop();
  const again = await start({ folder });
  await again.server.idle();
  expect(receiver.received.map(({ event }) => (event.data.object as { id: string }).id)).toEqual([id, id]);
  expect(again.server.deliveries()).toMatchObject([
    { status: "delivered", attempts: [{ status: 503 }, { status: 200 }] },
  ]);
});

it("forgets old keys and events at a start, and is never empty", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "journal.jsonl");
  const one = await start({ folder });
  expect(statSync(file).size).toBeGreaterThan(0);
  await paid(one.client);
  await one.server.stop();
  const later = () => Date.now() + 31 * 24 * 60 * 60 * 1_000;
  const two = await start({ folder, clock: later });
  expect(two.server.books()).toHaveLength(1);
  expect((await two.client.events.list()).data).toEqual([]);
  expect(readFileSync(file, "utf8")).not.toContain('"answers"');
});
