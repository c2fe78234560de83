import * as Cart from "@myclothes/core/cart";
import { context } from "@myclothes/core/context";
import { expect, it } from "vitest";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Table from "../../../packages/core/src/cart/cart.table.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { run } from "../../support/products.ts";

const id = () => newId("cart", new Date());

// The code of the release before migration 0013 still runs while the new release is deployed.
it("keeps the statements of the release before working under the old names", async () => {
  const [cart, own] = [id(), id()];
  const order = (version: number, ordered: number) =>
    run(
      `insert into ordered_cart (id, version) select :cart, :version
      on conflict (id) do update set version = excluded.version
        where ordered_cart.version <= :ordered and coalesce(ordered_cart.held_until < now(), true)
      returning id`,
      { cart, version, ordered },
    );
  expect(await order(1, 0)).toEqual([[cart]]);
  expect(await order(2, 0)).toEqual([]);
  const merge = `with forgotten as (
      delete from ordered_cart where id in (
        select id from ordered_cart where moved_into = :own and version = 0 and held_until < now() for update skip locked
      )
    )
    insert into ordered_cart as held (id, version, moved_into, held_until) values (:cart, 0, :own, now() + interval '1 minute')
    on conflict (id) do update set moved_into = excluded.moved_into, held_until = excluded.held_until
    returning held.version, coalesce((select version from ordered_cart where id = :own), 0)`;
  expect(await run(merge, { cart, own })).toEqual([[1, 0]]);
  expect(await order(2, 1)).toEqual([]);
  await run("update ordered_cart set moved_into = null where moved_into = :own", { own });
  expect(
    await run("select ordered_version, merged_into is null from cart_checkout where id = :cart", { cart }),
  ).toEqual([[1, true]]);
});

/** Stores an item as a release has written it, and reads it. */
async function readItem(more: object) {
  const cart = id();
  const item = { id: cart, version: 3, lines: [], marks: [], epoch: 0, ...more };
  await putItem(context(), { table: "Carts", item }, { expression: "attribute_not_exists(id)" });
  return Table.read(context(), Cart.empty(cart, false));
}

it("opens a cart that an earlier release has stored, without fields of the checkout", async () => {
  const lines = [{ sku: "A", quantity: 2, addedPrice: 100 }];
  const found = await readItem({ lines, spent: 2 });
  expect(found).toMatchObject({ version: 3, orderedVersion: 2, lines });
  expect(found?.checkout).toBeUndefined();
});

it("forgets the fields of the checkout when the cart has expired", async () => {
  const checkout = { version: 2, changedAt: 1, email: "ada@example.com" };
  const seconds = Math.floor(Date.now() / 1000);
  expect((await readItem({ checkout, expiresAt: seconds + 1_000 }))?.checkout).toEqual(checkout);
  expect((await readItem({ checkout, expiresAt: seconds - 1 }))?.checkout).toBeUndefined();
});
