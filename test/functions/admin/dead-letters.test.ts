import { expect, it } from "vitest";
import { newId } from "../../../packages/core/src/id.ts";
import { admin } from "../../support/admin.ts";
import { run } from "../../support/products.ts";

const list = "/admin/v1/dead-letters";

/** An event that could not be handled. It is older than the events of other tests. */
async function deadEvent(attempts = 5): Promise<string> {
  const id = newId("event", new Date(0));
  await run(
    `insert into event (id, name, subject, sent_at, attempts, failed_at, last_error)
     values (:id, 'order.broken', 'ord_none', now(), :attempts::int, now(), 'on purpose')`,
    { id, attempts },
  );
  return id;
}

it("lists the events that could not be handled, page by page, with their last error", async () => {
  const owner = await admin();
  const ids = [await deadEvent(), await deadEvent()].sort();
  const alive = await deadEvent(4);
  const found: { id: string }[] = [];
  for (let next: string | null = ""; next !== null; ) {
    const { status, body } = await owner.send("GET", `${list}?limit=1&cursor=${next}`);
    expect(status).toBe(200);
    found.push(...body.data);
    next = body.nextCursor;
  }
  const mine = found.filter(({ id }) => [...ids, alive].includes(id));
  expect(mine).toEqual(
    ids.map((id) => expect.objectContaining({ id, name: "order.broken", lastError: "on purpose" })),
  );
});

it("sends a dead event to the queue again, with an audit row, and then knows it no longer", async () => {
  const owner = await admin();
  const id = await deadEvent();
  const { status, headers } = await owner.send("POST", `${list}/${id}/retry`);
  expect([status, headers.get("server-timing")]).toEqual([204, expect.stringContaining("sqs.")]);
  const again = await owner.send("POST", `${list}/${id}/retry`);
  expect([again.status, again.body.code]).toEqual([404, "event.not_dead"]);
  const { body: audit } = await owner.send("GET", `/admin/v1/audit?subject=${id}`);
  expect(audit.data).toMatchObject([
    {
      keyId: owner.id,
      route: "POST /admin/v1/dead-letters/{id}/retry",
      before: { attempts: 5, lastError: "on purpose" },
    },
  ]);
});

it("needs the scope keys:write", async () => {
  const packer = await admin("packer");
  const id = await deadEvent();
  for (const [method, path] of [
    ["GET", list],
    ["POST", `${list}/${id}/retry`],
  ] as const) {
    const { status, body } = await packer.send(method, path);
    expect([status, body.scope]).toEqual([403, "keys:write"]);
  }
});
