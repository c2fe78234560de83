import { context } from "@myclothes/core/context";
import * as Address from "@myclothes/core/customer/address";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as Customers from "../../../packages/core/src/customer/customer.sql.ts";
import { newToken } from "../../../packages/core/src/customer/token.ts";
import { spellings } from "../../../packages/core/src/email.ts";
import { newId } from "../../../packages/core/src/id.ts";
import { address } from "../../support/bodies.ts";
import { type Fault, proxy } from "../../support/fault-proxy.ts";

let fates: Fault[] = [];
let between: Awaited<ReturnType<typeof proxy>>;
const customer = newId("customer", new Date());

beforeAll(async () => {
  between = await proxy(process.env.AWS_ENDPOINT_URL_RDS_DATA ?? "", () => fates.shift() ?? "pass");
  process.env.AWS_ENDPOINT_URL_RDS_DATA = between.url;
  const email = `${customer}@example.com`;
  const row = { id: customer, email, name: "Ada", passwordHash: "", registration: null };
  await Customers.create(context(), row, spellings(email), newToken(context(), "email"));
});
afterAll(() => between.close());

it("adds an address once and returns it as stored when the answer of the database is lost", async () => {
  fates = ["reset after"];
  const { address: made, replayed } = await Address.add(context(), customer, { ...address, isDefault: true });
  expect(fates).toEqual([]);
  const { data } = await Address.list(context(), customer, { limit: 100, cursor: undefined });
  expect(data).toEqual([made]);
  expect([made.isDefault, replayed]).toEqual([true, false]);
});
