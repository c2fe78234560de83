import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import * as Customer from "@myclothes/core/customer";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Fault, proxy } from "../../support/fault-proxy.ts";
import { run } from "../../support/products.ts";

let fate: () => Fault = () => "pass";
let between: Awaited<ReturnType<typeof proxy>>;

beforeAll(async () => {
  between = await proxy(process.env.AWS_ENDPOINT_URL_RDS_DATA ?? "", () => fate());
  process.env.AWS_ENDPOINT_URL_RDS_DATA = between.url;
});
afterAll(() => between.close());

it.each(["reset before", "reset after"] as const)("creates one account and returns it: %s", async (what) => {
  let met = false;
  fate = () => {
    if (met) return "pass";
    met = true;
    return what;
  };
  const email = `${randomUUID()}@example.com`;
  const account = { email, password: "an engine of my own", name: "Ada" };
  const { customer } = await Customer.register(context(), undefined, account);
  expect(customer.email).toBe(email);
  expect(await run("select id from customer where email = :email", { email })).toEqual([[customer.id]]);
  const again = Customer.register(context(), undefined, account);
  await expect(again).rejects.toMatchObject({ code: "customer.email_taken" });
});
