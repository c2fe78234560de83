import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, expect, it, vi } from "vitest";
import { address, keyed, opened, orderOf } from "../../support/bodies.ts";
import { client, secretOf } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { account, from, PASSWORD, signIn } from "../support/customer.ts";

const LEVELS = ["debug", "log", "info", "warn", "error"] as const;
afterEach(() => {
  vi.restoreAllMocks();
});

it("writes no token, password hash or address to the log, not even for a fault", async () => {
  const spies = LEVELS.map((level) => vi.spyOn(console, level).mockImplementation(() => {}));
  const lines = () => JSON.stringify(spies.flatMap((spy) => spy.mock.calls));
  const { sku } = await product({ price: 100 });
  const add = { body: { sku, quantity: 1 } };
  const shopper = client();
  const bearer = await client().send("POST", "/v1/cart/items", {
    ...add,
    headers: { "x-session-transport": "bearer" },
  });
  const authorization = `Bearer ${bearer.body.session.token}`;
  await shopper.send("POST", "/v1/cart/items", add);
  const { body: order } = await shopper.send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
  await shopper.send("POST", "/v1/cart/items", add);

  const requests = async () => {
    for (const headers of [{}, { authorization }]) {
      await shopper.send("GET", "/v1/cart", { headers });
      await shopper.send("POST", "/v1/orders", { body: orderOf(1), headers: { ...keyed(), ...headers } });
      await shopper.send("POST", "/v1/orders", { body: `${JSON.stringify(orderOf(1))}x`, headers });
      await shopper.send("GET", `/v1/orders/${order.id}`, {
        headers: { ...headers, ...opened(order.token) },
      });
    }
  };
  await requests();
  for (const name of ["ThrottlingException", "ValidationException"]) {
    const mocks = [mockClient(DynamoDBClient), mockClient(RDSDataClient)];
    for (const mock of mocks) mock.rejects(Object.assign(new Error("broken"), { name }));
    await requests();
    mocks[0]?.restore();
    await requests();
    mocks[1]?.restore();
  }
  expect(lines()).toContain("broken");
  const secret = secretOf(shopper);
  const [other = ""] = bearer.body.session.token.split(".");
  for (const secretText of [secret, other, order.token, "ada@example.com", address.line1, address.name]) {
    expect(secretText.length).toBeGreaterThan(8);
    expect(lines()).not.toContain(secretText);
  }
});

it("logs each sign-in once, with its outcome and a hash of the e-mail", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const info = vi.spyOn(console, "info").mockImplementation(() => {});
  const { email, shopper } = await account();
  const attempt = async (by: ReturnType<typeof client>, password = PASSWORD) => {
    info.mockClear();
    const { headers } = await signIn(by, email, { password, headers: from("192.0.2.77") });
    expect(info).toHaveBeenCalledTimes(1);
    const line = info.mock.calls[0]?.[0];
    expect(line).toEqual({
      text: "sign-in",
      requestId: headers.get("x-request-id"),
      outcome: line.outcome,
      account: expect.stringMatching(/^[\w-]{16}$/),
      address: "192.0.2.77",
    });
    for (const secret of [email, email.slice(0, 20), password, secretOf(shopper)]) {
      expect(JSON.stringify(line)).not.toContain(secret);
    }
    return [line.outcome, line.account];
  };
  const [outcome, name] = await attempt(shopper);
  expect(outcome).toBe("signed_in");
  for (let i = 0; i < 10; i++)
    expect(await attempt(client(), "not the password")).toEqual(["bad_credentials", name]);
  expect(await attempt(client())).toEqual(["too_many_attempts", name]);
  const aurora = mockClient(RDSDataClient);
  aurora.rejects(Object.assign(new Error("away"), { name: "ServiceUnavailableError" }));
  expect(await attempt(shopper)).toEqual(["unavailable", name]);
  aurora.rejects(Object.assign(new Error("broken"), { name: "BadRequestException" }));
  expect(await attempt(shopper)).toEqual(["failed", name]);
  aurora.restore();
});
