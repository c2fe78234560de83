import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { context } from "@myclothes/core/context";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as Attempt from "../../../../packages/core/src/customer/attempt.ts";
import { client, copyOf } from "../../../support/client.ts";
import { account, from, newEmail, PASSWORD, signIn } from "../../support/customer.ts";
import { changeEmail } from "../../support/links.ts";

/** IP addresses that no other test in this file uses. */
let network = 0;
const addresses = (count: number): string[] => {
  network++;
  return Array.from({ length: count }, (_, i) => `10.${network}.0.${i}`);
};
const wrong = (email: string, headers = {}, by = client()) =>
  signIn(by, email, { password: "not the password", headers });
const codeOf = async (answer: ReturnType<typeof signIn>) => (await answer).body.code ?? "signed in";
const MANY = "session.too_many_attempts";
const BAD = "session.bad_credentials";

/** Counts this many sign-ins like the shop does, without their requests. */
async function consume(counter: Attempt.Counter, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await Attempt.consume(context(), [counter]);
}
afterEach(() => {
  vi.restoreAllMocks();
});

describe("wrong attempts by strangers", () => {
  it("from one IP address do not lock out the owner, who signs in from another one", async () => {
    const { email } = await account();
    const [stranger = "", home = ""] = addresses(2);
    for (let i = 0; i < 10; i++) expect(await codeOf(wrong(email, from(stranger)))).toBe(BAD);
    expect(await codeOf(signIn(client(), email, { headers: from(stranger) }))).toBe(MANY);
    expect(await codeOf(signIn(client(), email, { headers: from(home) }))).toBe("signed in");
  });

  it("are limited to 100 an account over all IP addresses; devices that have signed in before are not affected", async () => {
    const { email, shopper } = await account();
    const [home = "", last = "", ...strangers] = addresses(12);
    for (const address of strangers)
      await consume(Attempt.byAccount(email, address), address === strangers[0] ? 9 : 10);
    expect(await codeOf(wrong(email, from(last)))).toBe(BAD);
    expect(await codeOf(wrong(email, from(last)))).toBe(MANY);
    expect(await codeOf(signIn(client(), email, { headers: from(home) }))).toBe(MANY);
    await shopper.send("DELETE", "/v1/sessions/current");
    expect(await codeOf(signIn(shopper, email, { headers: from(home) }))).toBe("signed in");
  });

  it("are limited to 100 an IP address over all accounts; other IP addresses are not affected", async () => {
    const [stranger = "", home = ""] = addresses(2);
    const { email } = await account();
    await consume(Attempt.byAddress(stranger), 98);
    for (let i = 0; i < 2; i++) expect(await codeOf(wrong(newEmail(), from(stranger)))).toBe(BAD);
    const { status, body, headers } = await wrong(newEmail(), from(stranger));
    expect([status, body.code, Number(headers.get("retry-after")) > 0]).toEqual([429, MANY, true]);
    expect(await codeOf(signIn(client(), email, { headers: from(stranger) }))).toBe(MANY);
    expect(await codeOf(signIn(client(), email, { headers: from(home) }))).toBe("signed in");
  });

  it("do not add up in an office where everyone signs in", async () => {
    const [office = ""] = addresses(1);
    const { email } = await account();
    await consume(Attempt.byAddress(office), 99);
    for (let i = 0; i < 5; i++) {
      expect(await codeOf(signIn(client(), email, { headers: from(office) }))).toBe("signed in");
    }
  });
});

describe("the cookie of a device", () => {
  const exhaustFrom = async (by: ReturnType<typeof client>, email: string) => {
    for (let i = 0; i < 10; i++) expect(await codeOf(wrong(email, {}, by))).toBe(BAD);
    expect(await codeOf(wrong(email, {}, by))).toBe(MANY);
  };

  it("has ten attempts of its own; the others keep theirs", async () => {
    const { email, shopper } = await account();
    await exhaustFrom(shopper, email);
    expect(await codeOf(signIn(shopper, email))).toBe(MANY);
    expect(await codeOf(signIn(client(), email))).toBe("signed in");
  });

  it("is valid for every account that the device has signed in to, and for no other", async () => {
    const [one, other, third] = [await account(), await account(), await account()];
    const family = client();
    await signIn(family, one.email);
    await signIn(family, other.email);
    for (const { email } of [one, other, third]) await exhaustFrom(client(), email);
    expect(await codeOf(signIn(family, one.email))).toBe("signed in");
    expect(await codeOf(signIn(family, other.email))).toBe("signed in");
    expect(await codeOf(signIn(family, third.email))).toBe(MANY);
  });

  it("is ignored when it is forged, another account's, or sent twice", async () => {
    const { email, shopper } = await account();
    const stranger = await account();
    await exhaustFrom(client(), email);
    const [, mine = ""] = shopper.jar.device.split("=");
    const [, theirs = ""] = stranger.shopper.jar.device.split("=");
    const [id = "", signature = ""] = mine.split(".");
    const [otherId = ""] = theirs.split(".");
    const forged = [
      `${otherId}.${signature}`,
      `${id}.${signature.slice(0, 26)}${"A".repeat(43)}`,
      theirs,
      id,
      `${mine}.`,
      "x",
      "",
    ];
    for (const value of forged) {
      const by = client();
      by.jar.device = `__Host-device=${value}`;
      expect([value, await codeOf(signIn(by, email))]).toEqual([value, MANY]);
    }
    const twice = client();
    twice.jar.device = `__Host-device=${mine}; __Host-device=${mine}`;
    expect(await codeOf(signIn(twice, email))).toBe(MANY);
    expect(await codeOf(signIn(shopper, email))).toBe("signed in");
  });

  it("stays valid after a change of e-mail, and does not contain the e-mail", async () => {
    const { shopper } = await account();
    const email = newEmail();
    await changeEmail(shopper, email);
    await exhaustFrom(client(), email);
    expect(await codeOf(signIn(shopper, email))).toBe("signed in");
    expect(shopper.jar.device).not.toContain(email.slice(0, 20));
  });

  it("of an erased account counts as a stranger's once the e-mail has another account", async () => {
    const email = newEmail();
    const before = await account({ email });
    const body = { password: PASSWORD };
    expect((await before.shopper.send("POST", "/v1/customers/me/erasure", { body })).status).toBe(204);
    const { shopper: owner } = await account({ email });
    await exhaustFrom(client(), email);
    expect(await codeOf(signIn(before.shopper, email))).toBe(MANY);
    expect(await codeOf(signIn(owner, email))).toBe("signed in");
  });

  it("is not set for bearer clients", async () => {
    const headers = { "x-session-transport": "bearer" };
    const { email } = await account();
    expect((await signIn(client(), email, { headers })).headers.getSetCookie()).toEqual([]);
  });
});

it("only wrong passwords count: an outage locks nobody out", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { email, shopper } = await account();
  const [home = ""] = addresses(1);
  const session = copyOf(shopper);
  const next = "another engine of mine";
  const change = () =>
    session.send("PUT", "/v1/customers/me/password", {
      body: { currentPassword: PASSWORD, newPassword: next },
    });
  // One more attempt fills each of these.
  await consume(Attempt.byAccount(email, home), 9);
  await consume(Attempt.byAddress(home), 99);
  await consume(Attempt.registrations(home), 19);
  await consume(Attempt.ownPassword((await session.send("GET", "/v1/customers/me")).body.id), 9);
  for (let i = 0; i < 9; i++) await wrong(email, {}, shopper);
  const register = () => {
    const body = { email: newEmail(), password: PASSWORD, name: "Ada" };
    return client().send("POST", "/v1/customers", { body, headers: from(home) });
  };
  const requests = [
    () => signIn(client(), email, { headers: from(home) }),
    () => signIn(shopper, email),
    change,
    () => session.send("POST", "/v1/customers/me/erasure", { body: { password: PASSWORD } }),
    register,
  ];
  const aurora = mockClient(RDSDataClient);
  aurora.rejects(Object.assign(new Error("away"), { name: "ServiceUnavailableError" }));
  for (let i = 0; i < 2; i++) for (const request of requests) expect((await request()).status).toBe(503);
  aurora.restore();
  // The shop's circuit breaker skips a store for a while after it did not answer.
  const isBack = async () => expect((await session.send("GET", "/v1/customers/me")).status).toBe(200);
  await vi.waitFor(isBack, { timeout: 200_000, interval: 200 });
  expect((await register()).status).toBe(201);
  expect((await change()).status).toBe(204);
  for (const [by, headers] of [
    [shopper, {}],
    [client(), from(home)],
  ] as const) {
    expect(await codeOf(signIn(by, email, { headers, password: next }))).toBe("signed in");
  }
});

describe("registrations from one IP address", () => {
  const register = (email: string, address: string) =>
    client().send("POST", "/v1/customers", {
      body: { email, password: PASSWORD, name: "Ada" },
      headers: from(address),
    });

  it("reveal twenty taken e-mails, one at a time or at once, then no more", async () => {
    const { email } = await account();
    const [stranger = "", crowd = "", home = ""] = addresses(3);
    await consume(Attempt.registrations(stranger), 18);
    for (let i = 0; i < 2; i++) expect((await register(email, stranger)).status).toBe(409);
    const [taken, free] = [await register(email, stranger), await register(newEmail(), stranger)];
    for (const { status, body, headers } of [taken, free]) {
      expect([status, body.code, Number(headers.get("retry-after")) > 800]).toEqual([429, MANY, true]);
    }
    // A second may pass between the two requests.
    const same = { requestId: "", retryAfter: 0 };
    expect({ ...taken.body, ...same }).toEqual({ ...free.body, ...same });
    const answers = await Promise.all(Array.from({ length: 30 }, () => register(email, crowd)));
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(20);
    expect((await register(newEmail(), home)).status).toBe(201);
  });

  it("that create accounts are not limited", async () => {
    const [office = ""] = addresses(1);
    await consume(Attempt.registrations(office), 19);
    for (let i = 0; i < 3; i++) expect((await register(newEmail(), office)).status).toBe(201);
  });
});
