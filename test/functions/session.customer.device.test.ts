import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, describe, expect, it, vi } from "vitest";
import { client, copyOf } from "../support/client.ts";
import { account, from, newEmail, PASSWORD, signIn } from "./customer.ts";

vi.mock("node:crypto", async (original) => (await import("../support/hash.ts")).watched(original));

/** Addresses that no other test here tries from. */
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

/** A stranger's tries from these addresses, as many from each as are answered. */
async function attack(email: string, strangers: string[]): Promise<void> {
  for (const address of strangers)
    for (let i = 0; i < 10; i++) expect(await codeOf(wrong(email, from(address)))).toBe(BAD);
}
afterEach(() => {
  vi.restoreAllMocks();
});

describe("strangers' wrong tries", () => {
  it("from one address do not lock the owner out, who comes from another", async () => {
    const { email } = await account();
    const [stranger = "", home = ""] = addresses(2);
    await attack(email, [stranger]);
    expect(await codeOf(signIn(client(), email, { headers: from(stranger) }))).toBe(MANY);
    expect(await codeOf(signIn(client(), email, { headers: from(home) }))).toBe("signed in");
  });

  it("are a hundred at an account, from whatever addresses; a device that has signed in before goes on", async () => {
    const { email, shopper } = await account();
    const strangers = addresses(12);
    await attack(email, strangers.slice(0, 10));
    const home = from(strangers[11] ?? "");
    expect(await codeOf(wrong(email, home))).toBe(MANY);
    expect(await codeOf(signIn(client(), email, { headers: home }))).toBe(MANY);
    await shopper.send("DELETE", "/v1/sessions/current");
    expect(await codeOf(signIn(shopper, email, { headers: home }))).toBe("signed in");
  });

  it("at any accounts are a hundred from one address; others are not slowed down", async () => {
    const [stranger = "", home = ""] = addresses(2);
    const emails = await Promise.all(Array.from({ length: 10 }, async () => (await account()).email));
    for (let i = 0; i < 100; i++)
      expect(await codeOf(wrong(emails[i % 10] ?? "", from(stranger)))).toBe(i < 100 ? BAD : MANY);
    const { status, body, headers } = await wrong(newEmail(), from(stranger));
    expect([status, body.code, Number(headers.get("retry-after")) > 0]).toEqual([429, MANY, true]);
    const email = newEmail();
    await account({ email });
    expect(await codeOf(signIn(client(), email, { headers: from(stranger) }))).toBe(MANY);
    expect(await codeOf(signIn(client(), email, { headers: from(home) }))).toBe("signed in");
  });

  it("do not count for an office where everyone signs in", async () => {
    const [office = ""] = addresses(1);
    const { email } = await account();
    for (let i = 0; i < 105; i++) {
      expect(await codeOf(signIn(client(), email, { headers: from(office) }))).toBe("signed in");
    }
  });
});

describe("the cookie of a device", () => {
  const exhaustFrom = async (by: ReturnType<typeof client>, email: string) => {
    for (let i = 0; i < 10; i++) expect(await codeOf(wrong(email, {}, by))).toBe(BAD);
    expect(await codeOf(wrong(email, {}, by))).toBe(MANY);
  };

  it("is counted by itself: ten tries, then the others still have theirs", async () => {
    const { email, shopper } = await account();
    await exhaustFrom(shopper, email);
    expect(await codeOf(signIn(shopper, email))).toBe(MANY);
    expect(await codeOf(signIn(client(), email))).toBe("signed in");
  });

  it("is good for every account that the device has signed in to, and for no other", async () => {
    const [one, other, third] = [await account(), await account(), await account()];
    const family = client();
    await signIn(family, one.email);
    await signIn(family, other.email);
    for (const { email } of [one, other, third]) await exhaustFrom(client(), email);
    expect(await codeOf(signIn(family, one.email))).toBe("signed in");
    expect(await codeOf(signIn(family, other.email))).toBe("signed in");
    expect(await codeOf(signIn(family, third.email))).toBe(MANY);
  });

  it("is worth nothing where it is forged, another account's, or there twice", async () => {
    const { email, shopper } = await account();
    const stranger = await account();
    await exhaustFrom(client(), email);
    const [, mine = ""] = shopper.jar.device.split("=");
    const [, theirs = ""] = stranger.shopper.jar.device.split("=");
    const [id = "", signature = ""] = mine.split(".");
    const [otherId = ""] = theirs.split(".");
    const forged = [`${otherId}.${signature}`, `${id}.${"A".repeat(43)}`, theirs, id, `${mine}.`, "x", ""];
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

  it("goes along with a change of the e-mail, and says neither e-mail nor account", async () => {
    const { shopper, id } = await account();
    const email = newEmail();
    const body = { email, currentPassword: PASSWORD };
    expect((await shopper.send("PATCH", "/v1/customers/me", { body })).status).toBe(200);
    await exhaustFrom(client(), email);
    expect(await codeOf(signIn(shopper, email))).toBe("signed in");
    for (const told of [email.slice(0, 20), id.slice(4)]) expect(shopper.jar.device).not.toContain(told);
  });

  it("is not set for a client that keeps its token itself", async () => {
    const headers = { "x-session-transport": "bearer" };
    const { email } = await account();
    expect((await signIn(client(), email, { headers })).headers.getSetCookie()).toEqual([]);
  });
});

it("only a password that was compared and was wrong counts: an outage locks nobody out", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { email, shopper } = await account();
  const [home = "", office = ""] = addresses(2);
  const aurora = mockClient(RDSDataClient);
  aurora.rejects(Object.assign(new Error("away"), { name: "ServiceUnavailableError" }));
  const session = copyOf(shopper);
  try {
    for (let i = 0; i < 12; i++) {
      for (const by of [client(), shopper]) {
        expect((await signIn(by, email, { headers: from(home) })).status).toBe(503);
      }
      const body = { currentPassword: PASSWORD, newPassword: "another engine of mine" };
      expect((await session.send("PUT", "/v1/customers/me/password", { body })).status).toBe(503);
    }
    for (let i = 0; i < 100; i++) await signIn(client(), newEmail(), { headers: from(office) });
  } finally {
    aurora.restore();
  }
  // A store that was spared is asked again after a while.
  await vi.waitFor(async () => expect((await session.send("GET", "/v1/customers/me")).status).toBe(200), {
    timeout: 20_000,
    interval: 200,
  });
  for (let i = 0; i < 10; i++) expect(await codeOf(wrong(email, from(home)))).toBe(BAD);
  expect(await codeOf(wrong(newEmail(), from(office)))).toBe(BAD);
  const body = { currentPassword: PASSWORD, newPassword: "another engine of mine" };
  expect((await session.send("PUT", "/v1/customers/me/password", { body })).status).toBe(204);
  expect(await codeOf(signIn(shopper, email, { password: "another engine of mine" }))).toBe("signed in");
});

describe("registrations from one address", () => {
  const register = (email: string, address: string) =>
    client().send("POST", "/v1/customers", {
      body: { email, password: PASSWORD, name: "Ada" },
      headers: from(address),
    });

  it("tell of twenty e-mails that they are taken, one at a time or at once; then nothing of any", async () => {
    const { email } = await account();
    const [stranger = "", crowd = "", home = ""] = addresses(3);
    for (let i = 0; i < 20; i++) expect((await register(email, stranger)).status).toBe(409);
    const [taken, free] = [await register(email, stranger), await register(newEmail(), stranger)];
    for (const { status, body, headers } of [taken, free]) {
      expect([status, body.code, Number(headers.get("retry-after")) > 800]).toEqual([429, MANY, true]);
    }
    expect({ ...taken.body, requestId: "" }).toEqual({ ...free.body, requestId: "" });
    const answers = await Promise.all(Array.from({ length: 30 }, () => register(email, crowd)));
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(20);
    expect((await register(newEmail(), home)).status).toBe(201);
  });

  it("that make accounts are as many as come", async () => {
    const [office = ""] = addresses(1);
    for (let i = 0; i < 22; i++) expect((await register(newEmail(), office)).status).toBe(201);
  });
});
