import { beforeAll, describe, expect, it, vi } from "vitest";
import { client, copyOf, secretOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { account, add, newEmail, PASSWORD, profile, signIn } from "../../support/customer.ts";

vi.mock("node:crypto", async (original) =>
  (await import("../../../support/password-hash.ts")).watchScrypt(original),
);

let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
});

describe("signing in", () => {
  it("opens a session of the account", async () => {
    const { email, id, answer: made } = await account();
    const shopper = client();
    const { status, body } = await signIn(shopper, email, { headers: { "user-agent": "Test/1.0" } });
    expect([status, body.current, body.userAgent]).toEqual([201, true, "Test/1.0"]);
    expect(body.customer).toEqual(made.body);
    expect((await profile(shopper)).body.id).toBe(id);
  });

  it("takes the e-mail in whatever letter case, and the password in one", async () => {
    const { email } = await account();
    expect((await signIn(client(), email.toUpperCase())).status).toBe(201);
    expect((await signIn(client(), email, { password: PASSWORD.toUpperCase() })).status).toBe(401);
    expect((await signIn(client(), email, { password: `${PASSWORD} ` })).status).toBe(401);
  });

  it("makes a new token, and ends the one that came along: whoever planted it has nothing", async () => {
    const { email } = await account();
    const attacker = client();
    await add(attacker, sku);
    const victim = copyOf(attacker);
    await signIn(victim, email);
    expect(secretOf(victim)).not.toBe(secretOf(attacker));
    expect((await profile(victim)).status).toBe(200);
    expect((await profile(attacker)).status).toBe(401);
    expect((await attacker.send("GET", "/v1/cart")).body.itemCount).toBe(0);
  });

  it("again makes a new token again, and ends the customer's old one", async () => {
    const { email, shopper } = await account();
    const old = copyOf(shopper);
    await signIn(shopper, email);
    expect([(await profile(shopper)).status, (await profile(old)).status]).toEqual([200, 401]);
  });

  it("is the same by bearer token: the new one is in the body, the old one is dead", async () => {
    const { email } = await account();
    const transport = { "x-session-transport": "bearer" };
    const first = await signIn(client(), email, { headers: transport });
    expect(first.headers.getSetCookie()).toEqual([]);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}`, ...transport });
    const old = bearer(first.body.session.token);
    const second = await signIn(client(), email, { headers: old });
    const status = async (headers: Record<string, string>) =>
      (await client().send("GET", "/v1/customers/me", { headers })).status;
    expect(await status(old)).toBe(401);
    expect(await status(bearer(second.body.session.token))).toBe(200);
    expect(await status({ cookie: `__Host-session=${second.body.session.token}` })).toBe(200);
  });

  it("with a wrong password leaves the guest a guest, and the customer a customer", async () => {
    const { email, shopper } = await account();
    const guest = client();
    await add(guest, sku);
    for (const by of [guest, shopper]) {
      const { cookie } = by.jar;
      const { status, headers } = await signIn(by, email, { password: "not the password" });
      expect([status, headers.getSetCookie(), by.jar.cookie]).toEqual([401, [], cookie]);
    }
    expect((await guest.send("GET", "/v1/cart")).body.itemCount).toBe(1);
    expect((await profile(shopper)).status).toBe(200);
  });

  it.each([
    ["composed", "decomposed"],
    ["decomposed", "composed"],
  ])("knows a password typed %s from one typed %s: they are one", async (made, typed) => {
    const password = "naïve café Å ﬁ 가";
    const forms = { composed: password.normalize("NFC"), decomposed: password.normalize("NFD") };
    expect(forms.composed).not.toBe(forms.decomposed);
    const { email } = await account({ password: forms[made as "composed"] });
    expect((await signIn(client(), email, { password: forms[typed as "composed"] })).status).toBe(201);
  });

  it("knows it however long it is once taken apart", async () => {
    const password = "éè".repeat(50);
    const { email } = await account({ password });
    expect((await signIn(client(), email, { password: password.normalize("NFD") })).status).toBe(201);
  });

  it("in another's name by its session's token is not possible: a guest who knows the owner is a guest", async () => {
    const { id, email } = await account();
    const guest = client();
    await add(guest, sku);
    guest.jar.cookie = `__Host-session=${secretOf(guest)}.${id.slice("cus_".length)}`;
    expect((await profile(guest)).status).toBe(401);
    expect((await signIn(guest, email, { password: "not the password" })).status).toBe(401);
  });
});

describe("what signing in refuses does not tell whether there is an account", () => {
  it("by its body, nor by its headers", async () => {
    const { email } = await account();
    const [wrong, unknown] = [
      await signIn(client(), email, { password: "not the password" }),
      await signIn(client(), newEmail(), { password: "not the password" }),
    ];
    expect([wrong.status, wrong.body.code]).toEqual([401, "session.bad_credentials"]);
    const { requestId: _, ...told } = wrong.body;
    expect(unknown.body).toEqual({ ...told, requestId: unknown.body.requestId });
    const names = ({ headers }: typeof wrong) => [...headers.keys()].sort();
    expect(names(unknown)).toEqual(names(wrong));
  });
});
