import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";
const functions = "packages/functions/src";

export const carts: Mutant[] = [
  {
    name: "a cart is written whatever version is there",
    file: `${core}/cart/cart.table.ts`,
    find: ': { expression: "version = :version", values: { ":version": version } };',
    replace: ': { expression: "attribute_exists(id)" };',
    caughtBy: ["test/core/cart/cart.test.ts"],
  },
  {
    name: "a cart that has expired is trusted to be gone",
    file: `${core}/cart/cart.table.ts`,
    find: "lines: expiresAt && expiresAt <= now ? [] : cart.lines,",
    replace: "",
    caughtBy: ["test/core/cart/cart.test.ts"],
  },
  {
    name: "a cart's expiry is stored in milliseconds",
    file: `${core}/cart/cart.table.ts`,
    find: "expiresAt: expiresAt && Math.floor(expiresAt.getTime() / 1000),",
    replace: "expiresAt: expiresAt?.getTime(),",
    caughtBy: ["test/core/cart/cart.test.ts"],
  },
  {
    name: "a cart remembers no change",
    file: `${core}/cart/cart.rules.ts`,
    find: "[...cart.marks, markOf(write.key, write.fingerprint)].slice(-MARKS_KEPT)",
    replace: "cart.marks",
    caughtBy: ["test/functions/cart.retry.test.ts"],
  },
  {
    name: "a cart remembers its first changes, and not its last",
    file: `${core}/cart/cart.rules.ts`,
    find: "markOf(write.key, write.fingerprint)].slice(-MARKS_KEPT)",
    replace: "markOf(write.key, write.fingerprint)].slice(0, MARKS_KEPT)",
    caughtBy: ["test/core/cart/cart.rules.test.ts"],
  },
  {
    name: "carts are merged by adding up",
    file: `${core}/cart/cart.merge.rules.ts`,
    find: "Math.max(line.quantity, quantityOf(line.sku, guest.lines))",
    replace: "line.quantity + quantityOf(line.sku, guest.lines)",
    caughtBy: ["test/core/session/session.customer.test.ts"],
  },
  {
    name: "a cart is emptied when it is ordered",
    file: `${core}/cart/cart.rules.ts`,
    find: "  const lines = unsold(cart, ordered);",
    replace: "  const lines: Line[] = [];",
    caughtBy: ["test/core/cart/cart.rules.test.ts"],
  },
  {
    name: "what was ordered is taken out of a cart again and again",
    file: `${core}/cart/cart.rules.ts`,
    find: "  if (cart.spent >= ordered.version) return undefined;\n  const lines = unsold(cart, ordered);",
    replace: "  const lines = without(cart.lines, ordered.lines);",
    caughtBy: ["test/core/cart/cart.rules.test.ts"],
  },
  {
    name: "a merge overwrites what has changed since",
    file: `${core}/aws/dynamo.write.ts`,
    find: "Item: stored(item), ...conditional(condition) },",
    replace: "Item: stored(item) },",
    caughtBy: ["test/core/cart/cart.merge.test.ts"],
  },
  {
    name: "what the customer has ordered is merged with the guest's",
    file: `${core}/cart/cart.merge.ts`,
    find: "sold.own ? (Rules.spent(ours, sold.own, undefined) ?? ours) : ours",
    replace: "ours",
    caughtBy: ["test/core/cart/cart.merge.test.ts"],
  },
  {
    name: "a guest's writes are forgotten when the cart is merged",
    file: `${core}/cart/cart.merge.rules.ts`,
    find: "joined(cart.marks, guest.marks)",
    replace: "cart.marks",
    caughtBy: ["test/functions/session.customer.cart.test.ts"],
  },
  {
    name: "what a guest has ordered is merged, too",
    file: `${core}/cart/cart.merge.ts`,
    find: "    version > spent ? { version,",
    replace: "    version < 0 ? { version,",
    caughtBy: ["test/faults/kill.test.ts"],
  },
  {
    name: "a change goes on in a cart that is buried",
    file: `${core}/cart/cart.ts`,
    find: "if (!Merge.isBuried(cart)) return cart;",
    replace: "return cart;",
    caughtBy: ["test/core/cart/cart.merge.test.ts"],
  },
  {
    name: "a change that was made and merged is asked for again",
    file: `${core}/cart/cart.ts`,
    find: "if (Rules.isDone(cart, write))\n    throw",
    replace: "if (!cart)\n    throw",
    caughtBy: ["test/core/cart/cart.merge.test.ts"],
  },
  {
    name: "a guest's cart is not buried when it is merged",
    file: `${core}/cart/cart.merge.ts`,
    find: "[cart, ours.version], [grave, theirs.version])",
    replace: "[cart, ours.version])",
    caughtBy: ["test/core/session/session.customer.test.ts"],
  },
  {
    name: "a cart may be kept by its browser",
    file: `${functions}/routes/cart.ts`,
    find: '  c.header("etag",',
    replace: '  c.header("cache-control", "private, max-age=30");\n  c.header("etag",',
    caughtBy: ["test/functions/cache.test.ts"],
  },
];
