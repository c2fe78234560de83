import { links } from "@myclothes/core/links";
import { app } from "@myclothes/functions/app";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keyed, opened, orderOf } from "../../support/bodies.ts";
import { client, secretOf } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { account, from, PASSWORD, signIn } from "../support/customer.ts";

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    if (String(text).startsWith('{"text":"request"')) lines.push(JSON.parse(String(text)));
    return true;
  });
  vi.spyOn(console, "info").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** The metrics that CloudWatch reads out of a line: `Orders{Outcome=placed}=1`. */
function metricsOf(line: Record<string, unknown> = {}): string[] {
  interface Directive {
    Namespace: string;
    Dimensions: string[][];
    Metrics: { Name: string; Unit: string }[];
  }
  const { _aws } = line as { _aws?: { Timestamp: number; CloudWatchMetrics: Directive[] } };
  if (!_aws) return [];
  expect(Math.abs(Date.now() - _aws.Timestamp)).toBeLessThan(600_000);
  return _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) => {
    expect(Namespace).toBe(`${links.App.name}-${links.App.stage}`);
    return Dimensions.flatMap((names) =>
      Metrics.map(({ Name }) => `${Name}{${names.map((name) => `${name}=${line[name]}`)}}=${line[Name]}`),
    );
  });
}

it("writes one line for each request, with its route and without what its path contains", async () => {
  const token = "x".repeat(43);
  const { headers } = await client().send("PUT", `/v1/password-resets/${token}`, {
    body: { password: PASSWORD },
    headers: from("192.0.2.7"),
  });
  expect(lines).toEqual([
    {
      text: "request",
      requestId: headers.get("x-request-id"),
      method: "PUT",
      route: "/v1/password-resets/:token",
      status: 422,
      code: expect.stringMatching(/^\w+\.\w+$/),
      address: "192.0.2.7",
      calls: expect.any(Number),
      ms: expect.any(Number),
      timing: headers.get("server-timing"),
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain(token);
});

it("names the customer, and the trace of a request that X-Ray samples", async () => {
  const { shopper } = await account();
  vi.stubEnv(
    "_X_AMZN_TRACE_ID",
    "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1",
  );
  await shopper.send("GET", "/v1/customers/me");
  vi.stubEnv(
    "_X_AMZN_TRACE_ID",
    "Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=0",
  );
  await shopper.send("GET", "/v1/nothing");
  vi.unstubAllEnvs();
  expect(lines.at(-2)).toMatchObject({
    actor: expect.stringMatching(/^cus_/),
    trace: "1-67891233-abcdef012345678912345678",
    route: "/v1/customers/me",
  });
  expect(lines.at(-1)).toMatchObject({ route: "none", code: "route.unknown" });
  expect(lines.at(-1)).not.toHaveProperty("trace");
});

it("counts orders by outcome, and repetitions apart", async () => {
  const { sku } = await product({ price: 100, stock: 1 });
  const shopper = client();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const order = { body: orderOf(100), headers: keyed() };
  const { body } = await shopper.send("POST", "/v1/orders", order);
  expect(metricsOf(lines.at(-1))).toEqual(expect.arrayContaining(["Orders{}=1", "Orders{Outcome=placed}=1"]));
  await shopper.send("POST", "/v1/orders", order);
  expect(metricsOf(lines.at(-1))).toContain("Orders{Outcome=replayed}=1");
  await shopper.send("POST", "/v1/orders", { body: orderOf(100), headers: keyed() });
  expect(metricsOf(lines.at(-1))).toContain("Orders{Outcome=cart.empty}=1");
  const text = JSON.stringify(lines);
  for (const secret of [body.token, secretOf(shopper), "ada@example.com"]) expect(text).not.toContain(secret);
  lines = [];
  await shopper.send("GET", `/v1/orders/${body.id}`, { headers: opened(body.token) });
  expect(metricsOf(lines.at(-1))).toEqual([]);
});

it("counts sign-ins by outcome, and requests that avoid the edge", async () => {
  const { email, shopper } = await account();
  await signIn(shopper, email);
  expect(metricsOf(lines.at(-1))).toEqual(
    expect.arrayContaining(["SignIns{}=1", "SignIns{Outcome=signed_in}=1"]),
  );
  await signIn(client(), email, { password: "not the password" });
  expect(metricsOf(lines.at(-1))).toContain("SignIns{Outcome=session.bad_credentials}=1");
  await app.request("/v1/sessions", { method: "POST", headers: { "x-shop-edge": "wrong" } });
  expect(metricsOf(lines.at(-1))).toEqual(["EdgeBypassed{}=1"]);
  expect(lines.at(-1)).toMatchObject({ status: 403, code: "edge.bypassed" });
});

it("counts whether a product came from the instance's memory, from the table or from Aurora", async () => {
  const { handle } = await product({ price: 100 });
  const read = async () => {
    await client().send("GET", `/v1/products/${handle}`);
    return metricsOf(lines.at(-1));
  };
  expect(await read()).toContain("CacheMisses{}=1");
  expect(await read()).toEqual(["CacheHits{}=1"]);
});
