// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of sources, as they stand there.
import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";

export const orders: Mutant[] = [
  {
    name: "stock may fall below zero",
    file: "packages/core/migrations/0001-catalogue.sql",
    find: ",\n  constraint variant_stock_not_negative check (stock >= 0)",
    replace: "",
    caughtBy: ["test/functions/shop/routes/order.refused.test.ts"],
  },
  {
    name: "an order is placed at the cart's prices",
    file: `${core}/order/order.place.sql.ts`,
    find: "locked.sku = wanted.sku and locked.price = wanted.price",
    replace: "locked.sku = wanted.sku",
    caughtBy: ["test/functions/shop/routes/order.refused.test.ts"],
  },
  {
    name: "stock is locked in the cart's order",
    file: `${core}/order/order.place.sql.ts`,
    find: "        order by v.sku\n        for update of v",
    replace:
      "        order by (select position from wanted where wanted.sku = v.sku)\n        for update of v",
    caughtBy: ["test/promises/races/checkout.test.ts"],
  },
  {
    name: "a cart is ordered while it is merged",
    file: `${core}/order/order.place.sql.ts`,
    find: "\n            and coalesce(cart_checkout.merge_locked_until < now(), true)",
    replace: "",
    caughtBy: ["test/promises/races/merge.test.ts"],
  },
  {
    name: "a merge lock ends when the customer signs in from another device",
    file: `${core}/cart/cart.sql.ts`,
    find: " and merge_locked_until < now() and id <> ${id}",
    replace: " and id <> ${id}",
    caughtBy: ["test/core/cart/cart.merge.test.ts"],
  },
  {
    name: "a guest's key is not found after signing in",
    file: `${core}/order/order.sql.ts`,
    find: " union all select id from cart_checkout where merged_into = ${cartId}",
    replace: "",
    caughtBy: ["test/functions/shop/routes/session.customer.cart.test.ts"],
  },
  {
    name: "a cart can be ordered twice",
    file: `${core}/order/order.place.sql.ts`,
    find: "cart_checkout.ordered_version <= ${order.cartOrderedVersion}\n            and ",
    replace: "",
    caughtBy: ["test/functions/shop/routes/order.retry.test.ts"],
  },
  {
    name: "an order goes to another customer's stored address",
    file: `${core}/order/order.checkout.sql.ts`,
    find: "where id = ${addressId}::text and customer_id = ${customerId}::text",
    replace: "where id = ${addressId}::text",
    caughtBy: ["test/functions/shop/routes/order.customer.test.ts"],
  },
  {
    name: "an order is placed at the quote for another address",
    file: `${core}/order/order.place.sql.ts`,
    find: " and ${isQuotedAddress(address)} from buyer",
    replace: " from buyer",
    caughtBy: ["test/core/order/order.address.test.ts"],
  },
  {
    name: "an order whose answer is lost is not looked up by its key",
    file: `${core}/order/order.place.ts`,
    find: "    const placed = await finishEarlier(ctx, placement);\n    if (placed) return placed;\n    throw error;",
    replace: "    throw error;",
    caughtBy: ["test/core/order/order.test.ts"],
  },
  {
    name: "an order is read by its ID alone",
    file: `${core}/order/order.sql.ts`,
    find: "read(ctx, sql`o.id = ${id} and ${opens(access)}`)",
    replace: "read(ctx, sql`o.id = ${id}`)",
    caughtBy: ["test/functions/shop/routes/order.test.ts"],
  },
  {
    name: "an order is canceled by its ID alone",
    file: `${core}/order/order.cancel.sql.ts`,
    find: "where o.id = ${id} and ${opens(access)}\n",
    replace: "where o.id = ${id}\n",
    caughtBy: ["test/functions/shop/routes/order.customer.test.ts"],
  },
  {
    name: "canceling twice returns the stock twice",
    file: `${core}/order/order.cancel.sql.ts`,
    find: "and o.status in ('open', 'confirmed') and",
    replace: "and",
    caughtBy: ["test/functions/shop/routes/order.customer.test.ts"],
  },
  {
    name: "an order's token is stored without hashing",
    file: `${core}/order/order.access.ts`,
    find: "(token: string): string => sha256(token);",
    replace: "(token: string): string => token;",
    caughtBy: ["test/core/order/order.test.ts"],
  },
  {
    name: "a cart that is ordered twice at once is refused as out of stock",
    file: `${core}/order/order.place.ts`,
    find: "const placed = await finishEarlier(ctx, placement);\n      if (placed)",
    replace: "const placed = undefined;\n      if (placed)",
    caughtBy: ["test/core/order/order.test.ts"],
  },
  {
    name: "any violated check counts as too little stock",
    file: `${core}/order/order.place.sql.ts`,
    find: ' && error.constraint === "variant_stock_not_negative"',
    replace: "",
    caughtBy: ["test/core/order/order.test.ts"],
  },
];
