import type { Mutant } from "../mutants.ts";

const core = "packages/core/src";
const functions = "packages/functions/src";

// One for each of the promises F1–F15, C10, B1, B2, E1 and E3, caught by the very test that shows it. The one of F5 is among those of
// the stores.
export const promised: Mutant[] = [
  {
    name: "F1, F2: a change that comes again is a change of its own",
    file: `${core}/cart/cart.writes.rules.ts`,
    find: "if (entry === undefined) return false;",
    replace: 'if (entry !== "") return false;',
    caughtBy: ["test/promises/faults/write.test.ts"],
  },
  {
    name: "F3: an order whose answer is lost has failed",
    file: `${core}/order/order.place.ts`,
    find: "    const placed = await finishEarlier(ctx, attempt);\n    if (placed) return placed;\n    throw error;",
    replace: "    throw error;",
    caughtBy: ["test/promises/faults/commit.test.ts"],
  },
  {
    name: "F4: a call to DynamoDB is not repeated",
    file: `${core}/aws/dynamo.ts`,
    find: 'clientOf("dynamodb", 4,',
    replace: 'clientOf("dynamodb", 1,',
    caughtBy: ["test/promises/faults/once.test.ts"],
  },
  {
    name: "F6: a database that wakes is a fault",
    file: `${core}/aws/postgres.ts`,
    find: "if ((error as Error).name !== RESUMING) throw error;",
    replace: "throw error;",
    caughtBy: ["test/promises/faults/waking.test.ts"],
  },
  {
    name: "F7: a store that says nothing is waited for",
    file: `${core}/aws/call.ts`,
    find: "Math.min(limitMs, timeLeft(ctx))",
    replace: "limitMs * 10",
    caughtBy: ["test/promises/faults/silent.test.ts"],
  },
  {
    name: "F8: what an instance has sold and died of stays in the cart",
    file: `${core}/order/order.earlier.ts`,
    find: "  if (unremoved) await removeOrdered(ctx, cart, unremoved);\n",
    replace: "",
    caughtBy: ["test/promises/faults/kill.test.ts"],
  },
  {
    name: "F9: a condition that does not hold is a fault",
    file: `${core}/aws/dynamo.write.ts`,
    find: '["ConditionalCheckFailedException", ...CONFLICTS].includes(',
    replace: "CONFLICTS.includes(",
    caughtBy: ["test/promises/faults/condition.test.ts"],
  },
  {
    name: "F10: a call that is throttled is a fault",
    file: `${core}/aws/dynamo.ts`,
    find: 'const EXPECTED = ["ConditionalCheckFailedException"',
    replace: 'const EXPECTED = ["ProvisionedThroughputExceededException", "ConditionalCheckFailedException"',
    caughtBy: ["test/promises/faults/throttle.test.ts"],
  },
  {
    name: "F11: a cart goes on for an hour after it has expired",
    file: `${core}/cart/cart.table.ts`,
    find: "expiresAt && expiresAt <= now ? []",
    replace: "expiresAt && expiresAt.getTime() + 3_600_000 <= now.getTime() ? []",
    caughtBy: ["test/promises/faults/expired.test.ts"],
  },
  {
    name: "F12: there is no catalogue without DynamoDB",
    file: `${core}/cache/cache.ts`,
    find: "    return instead;\n",
    replace: "    throw error;\n",
    caughtBy: ["test/promises/faults/apart.test.ts"],
  },
  {
    name: "F12: what is stale is never shown",
    file: `${core}/cache/cache.ts`,
    find: "age(ctx, known.get(key)) < STALE_MS,",
    replace: "age(ctx, known.get(key)) < FRESH_MS,",
    caughtBy: ["test/promises/faults/apart.test.ts"],
  },
  {
    name: "F13: an event that was not handled is removed",
    file: `${core}/events/events.ts`,
    find: "    return false;\n",
    replace: "    return true;\n",
    caughtBy: ["test/promises/faults/outbox.test.ts"],
  },
  {
    name: "F14: orders are read by the hundred thousand lines",
    file: `${core}/order/order.history.sql.ts`,
    find: "LINES_A_PAGE = 150",
    replace: "LINES_A_PAGE = 100_000",
    caughtBy: ["test/promises/faults/size.test.ts"],
  },
  {
    name: "F15: a fault calls nobody",
    file: `${functions}/http/problem.ts`,
    find: 'else log("error", title,',
    replace: 'else log("warn", title,',
    caughtBy: ["test/promises/faults/alarm.test.ts"],
  },
  {
    name: "C10: who adds to a line sets it",
    file: `${core}/cart/cart.lines.rules.ts`,
    find: "quantityOf(offer.sku, lines) + quantity",
    replace: "quantity",
    caughtBy: ["test/promises/model/model.test.ts"],
  },
  {
    name: "B1: bytes that are no UTF-8 are taken for what they are not",
    file: `${functions}/http/validate.ts`,
    find: "{ fatal: true }",
    replace: "{ fatal: false }",
    caughtBy: ["test/functions/input/body.test.ts"],
  },
  {
    name: "B1: a field that is wrong is refused somewhere else",
    file: `${functions}/http/validate.ts`,
    find: "[{ pointer: pointer(issue.path), message",
    replace: "[{ pointer: pointer(issue.path.slice(1)), message",
    caughtBy: ["test/functions/input/fields.test.ts"],
  },
  {
    name: "B2: a body that is cut off is a fault",
    file: `${functions}/http/validate.ts`,
    find: 'throw new HttpRefusal("request.malformed", "The body is not valid JSON in UTF-8.", {}, error);',
    replace: "throw error;",
    caughtBy: ["test/functions/input/mangled.test.ts"],
  },
  {
    name: "E1: what the edge keeps was asked for in one shopper's name",
    file: "packages/local/src/gateway/gateway.ts",
    find: "rawHeaders: originHeaders(rawHeaders, id, etag),",
    replace: "rawHeaders,",
    caughtBy: ["test/promises/journeys/markers.test.ts"],
  },
  {
    name: "E3: what another instance has loaded is not known",
    file: `${core}/cache/cache.ts`,
    find: "await asBestItCan(ctx, Table.read(ctx, kind, shape, keys), new Map<string, Entry<V>>());",
    replace: "new Map<string, Entry<V>>();",
    caughtBy: ["test/promises/journeys/aurora.test.ts"],
  },
];
