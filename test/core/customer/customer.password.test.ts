import { randomUUID } from "node:crypto";
import { context } from "@myclothes/core/context";
import * as Customer from "@myclothes/core/customer";
import * as Session from "@myclothes/core/session";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Fault, proxy } from "../../support/fault-proxy.ts";

const [OLD, NEW] = ["an engine of my own", "another engine of mine"];
let fate: (statement: number) => Fault = () => "pass";
let between: Awaited<ReturnType<typeof proxy>>;
let count = 0;

beforeAll(async () => {
  between = await proxy(process.env.AWS_ENDPOINT_URL_RDS_DATA ?? "", () => fate(count++));
  process.env.AWS_ENDPOINT_URL_RDS_DATA = between.url;
});
afterAll(() => between.close());
beforeEach(() => {
  fate = () => "pass";
});

const resume = (opened: Session.Created) => Session.resume(context(), Session.tokenOf(opened));

/** An account with two open sessions. */
async function account() {
  const email = `${randomUUID()}@example.com`;
  const one = await Customer.register(context(), undefined, { email, password: OLD, name: "Ada" });
  const other = await Customer.signIn(context(), undefined, { email, password: OLD });
  return [await resume(one), await resume(other)] as const;
}

const change = (shopper: Session.Shopper) =>
  Customer.changePassword(context(), Session.customerId(shopper) ?? "", shopper, {
    currentPassword: OLD,
    newPassword: NEW,
  });

const isOpen = async (shopper: Session.Shopper) =>
  (await Session.resume(context(), Session.tokenOf(shopper))).session !== undefined;

it("succeeds and ends the other sessions when the answer of the database is lost", async () => {
  const [mine, other] = await account();
  count = 0;
  // The first statement reads the hash, the second changes it.
  fate = (statement) => (statement === 1 ? "reset after" : "pass");
  await change(mine);
  expect([await isOpen(mine), await isOpen(other)]).toEqual([true, false]);
});

it("ends a session that was created with the old password at the same time", async () => {
  const [one, other] = await account();
  const owner = one.session?.owner ?? "";
  await change(one);
  const late = await Session.createForCustomer(context(), undefined, owner, {
    epoch: other.cart.minSessionEpoch,
  });
  expect([await isOpen(one), (await resume(late)).session]).toEqual([true, undefined]);
  const inTime = await Session.createForCustomer(context(), undefined, owner, {
    epoch: other.cart.minSessionEpoch + 1,
  });
  expect((await resume(inTime)).session).toBeDefined();
});

it("counts two attempts when the current password is wrong, since it compares the new one too", async () => {
  const [mine] = await account();
  const guess = (currentPassword: string, newPassword: string) =>
    Customer.changePassword(context(), Session.customerId(mine) ?? "", mine, {
      currentPassword,
      newPassword,
    });
  const guesses = Array.from(
    { length: 10 },
    (_, i) => [`wrong password ${i}`, `wrong as well ${i}`] as const,
  );
  const codes = [];
  for (const [one, other] of guesses) codes.push(await guess(one, other).catch((error) => error.code));
  expect(codes).toEqual([
    ...Array(5).fill("customer.wrong_password"),
    ...Array(5).fill("session.too_many_attempts"),
  ]);
});

it("is finished by a second request after a failure", async () => {
  const [mine, other] = await account();
  count = 0;
  fate = (statement) => (statement >= 1 ? "reset after" : "pass");
  await expect(change(mine)).rejects.toMatchObject({ code: "service.unavailable" });
  fate = () => "pass";
  expect(await isOpen(other)).toBe(true);
  await change(mine);
  expect([await isOpen(mine), await isOpen(other)]).toEqual([true, false]);
});
