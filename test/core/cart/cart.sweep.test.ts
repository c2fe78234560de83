import * as Carts from "@myclothes/core/cart/sweep";
import { context } from "@myclothes/core/context";
import * as Webhooks from "@myclothes/core/webhook/handlers";
import { ulid } from "ulid";
import { expect, it } from "vitest";
import { run } from "../../support/products.ts";

const DAY = 86_400_000;
const sweep = (now: number) => context({ now: new Date(now), databaseRole: "worker", timeoutMs: 50_000 });
const rowsOf = async (owner: string) =>
  run("select id from cart_checkout where id = :id", { id: `cart_${owner}` });

it("removes what checkout knows about guests' carts that no session can open, and keeps customers'", async () => {
  const noon = Date.UTC(2027, 0, 1, 12);
  const last = noon - 121 * DAY;
  // At noon, Sweep looks at the carts in the middle of the time since the first ones.
  const middle = (Date.UTC(2026, 0, 1) + last) / 2 + 1;
  const [guest, customer, open] = [ulid(middle), ulid(middle), ulid(last + 1)] as const;
  for (const owner of [guest, customer, open])
    await run("insert into cart_checkout (id, ordered_version) values (:id, 1)", { id: `cart_${owner}` });
  await run(
    "insert into customer (id, email, login, name, password_hash) values (:id, :id, :id, 'Ada', '')",
    { id: `cus_${customer}` },
  );
  expect(await Carts.removeUnopenable(sweep(noon))).toBe(1);
  expect(
    [await rowsOf(guest), await rowsOf(customer), await rowsOf(open)].map(({ length }) => length),
  ).toEqual([0, 1, 1]);
  // A minute before midnight it looks at the youngest of them.
  const midnight = Date.UTC(2027, 0, 1, 23, 59);
  const youngest = ulid(midnight - 121 * DAY - 3_600_000);
  await run("insert into cart_checkout (id, ordered_version) values (:id, 1)", { id: `cart_${youngest}` });
  expect(await Carts.removeUnopenable(sweep(midnight))).toBe(1);
  expect(await rowsOf(youngest)).toHaveLength(0);
});

it("removes deliveries of webhooks that have ended 30 days ago", async () => {
  const now = Date.UTC(2026, 5, 1);
  const endpoint = `whk_${ulid()}`;
  await run(
    "insert into webhook_endpoint (id, url, events, secret, enabled) values (:id, '', '[]', '', false)",
    {
      id: endpoint,
    },
  );
  const ids = { ended: ulid(now - 31 * DAY), due: ulid(now - 31 * DAY), young: ulid(now - 29 * DAY) };
  for (const [name, id] of Object.entries(ids))
    await run(
      `insert into webhook_delivery (id, endpoint_id, event_id, next_at)
       values (:id, :endpoint, :id, case when :name = 'due' then timestamptz '2100-01-01' end)`,
      { id: `dlv_${id}`, endpoint, name },
    );
  await Webhooks.removeOld(sweep(now));
  const left = await run("select id from webhook_delivery where endpoint_id = :endpoint", { endpoint });
  expect(left.flat().sort()).toEqual([`dlv_${ids.due}`, `dlv_${ids.young}`].sort());
  await run("delete from webhook_endpoint where id = :endpoint", { endpoint });
});
