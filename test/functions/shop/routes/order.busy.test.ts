import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { address, keyed, orderOf } from "../../../support/bodies.ts";
import { type Client, client } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { newEmail } from "../../support/customer.ts";

let skus: string[] = [];
let shopper: Client;
beforeEach(async () => {
  skus = [(await product({ price: 100 })).sku, (await product({ price: 100 })).sku];
  shopper = client();
});
afterEach(() => vi.useRealTimers());

async function fill(...wanted: string[]) {
  for (const sku of wanted) await shopper.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: 1 } });
}

const order = (subtotal: number, key = keyed()) =>
  shopper.send("POST", "/v1/orders", {
    body: orderOf(subtotal, {
      email: newEmail(),
      shippingAddress: { ...address, line1: crypto.randomUUID() },
    }),
    headers: key,
  });

const WAITING = 'ERROR: new order violates constraint "orders_waiting_limit"; SQLState: 23514';
const LOCKED = "ERROR: canceling statement due to lock timeout; SQLState: 55P03";

/** A database that answers every order with this error, and knows no earlier one. Returns what it was asked. */
function startRush(message = WAITING) {
  const database = mockClient(RDSDataClient);
  const error = Object.assign(new Error(message), {
    name: "DatabaseErrorException",
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
  const isForOrder = (sql = "") => /lock_variants|admit_order/.test(sql);
  database.on(ExecuteStatementCommand).callsFake(({ sql }) => {
    if (isForOrder(sql)) throw error;
    return { records: [] };
  });
  const asked = () =>
    database.commandCalls(ExecuteStatementCommand).map(({ args: [{ input }] }) => {
      if (!isForOrder(input.sql)) return "earlier order?";
      return input.sql?.includes("insert into orders") ? "order" : "room?";
    });
  return { asked, end: () => database.restore() };
}

it("is refused in a rush with 429, and when to try again", async () => {
  await fill(...skus);
  const rush = startRush();
  const answer = await order(200);
  expect([answer.status, answer.body.code]).toEqual([429, "checkout.busy"]);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(answer.headers.get("retry-after")).toMatch(/^[1-5]$/);
  expect(String(answer.body.retryAfter)).toBe(answer.headers.get("retry-after"));
  expect(rush.asked()).toEqual(["order", "earlier order?"]);
  // Nobody knows which of the two products is popular.
  await order(200);
  expect(rush.asked().slice(2)).toEqual(["order", "earlier order?"]);
  rush.end();
  expect((await order(200)).status).toBe(201);
});

it("is refused in the same way when a lock does not get free in time, which is no sign of a rush", async () => {
  await fill(skus[0] ?? "");
  const rush = startRush(LOCKED);
  for (let i = 0; i < 2; i++) {
    const answer = await order(100);
    expect([answer.status, answer.body.code]).toEqual([429, "checkout.busy"]);
  }
  expect(rush.asked()).toEqual(["order", "earlier order?", "order", "earlier order?"]);
  rush.end();
});

it("is answered in a rush with the order that its key has placed", async () => {
  const first = shopper;
  const second = client();
  for (shopper of [first, second]) await fill(skus[0] ?? "");
  vi.useFakeTimers({ toFake: ["performance"] });
  const body = orderOf(100, { email: newEmail(), shippingAddress: address });
  const headers = keyed();
  const placed = await first.send("POST", "/v1/orders", { body, headers });
  expect(placed.status).toBe(201);
  const rush = startRush();
  expect((await order(100)).status).toBe(429);
  rush.end();
  // This instance refuses the product without a call, but not what has been placed.
  expect((await order(100)).status).toBe(429);
  const again = await first.send("POST", "/v1/orders", { body, headers });
  expect([again.status, again.body.id]).toEqual([201, placed.body.id]);
});

// The SDK repeats a statement whose connection breaks, and the repetition may be refused.
it.each([WAITING, LOCKED])(
  "is found if an attempt before the refused one has placed it: %s",
  async (message) => {
    await fill(skus[0] ?? "");
    const { send } = RDSDataClient.prototype;
    const repeated = vi.spyOn(RDSDataClient.prototype, "send").mockImplementation(async function (
      this: RDSDataClient,
      ...[command, ...rest]: Parameters<typeof send>
    ) {
      const answer = await send.call(this, command, ...rest);
      const isOrder = String((command.input as { sql?: string }).sql).includes("insert into orders");
      if (isOrder) throw Object.assign(new Error(message), { name: "DatabaseErrorException" });
      return answer as never;
    } as unknown as typeof send);
    const { status, body } = await order(100);
    expect([status, body.lines?.length]).toEqual([201, 1]);
    repeated.mockRestore();
  },
);

it("is refused for the next moment without a call of the database, but for this product only", async () => {
  await fill(skus[1] ?? "");
  const second = shopper;
  shopper = client();
  await fill(skus[0] ?? "");
  vi.useFakeTimers({ toFake: ["performance"] });
  const rush = startRush();
  const key = keyed();
  for (let i = 0; i < 5; i++) expect((await order(100, key)).body.code).toBe("checkout.busy");
  expect(rush.asked()).toEqual(["order", "earlier order?"]);
  const [first, other] = [shopper, second];
  shopper = other;
  await order(100);
  expect(rush.asked().slice(2)).toEqual(["order", "earlier order?"]);
  shopper = first;
  vi.advanceTimersByTime(150);
  // Then the order's own statement, which takes long to plan, is sent only if there is room.
  expect((await order(100, key)).body.code).toBe("checkout.busy");
  expect(rush.asked().slice(4)).toEqual(["room?"]);
  rush.end();
  vi.advanceTimersByTime(150);
  expect((await order(100, key)).status).toBe(201);
});
