import { beforeAll, describe, expect, it } from "vitest";
import { client, copyOf, secretOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { account, add, newEmail, PASSWORD, profile, signIn } from "../../support/customer.ts";

let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
});

describe("signing in", () => {
  it("starts a session of the account", async () => {
    const { email, id, answer: made } = await account();
    const shopper = client();
    const { status, body } = await signIn(shopper, email, { headers: { "user-agent": "Test/1.0" } });
    expect([status, body.current, body.userAgent]).toEqual([201, true, "Test/1.0"]);
    expect(body.customer).toEqual(made.body);
    expect((await profile(shopper)).body.id).toBe(id);
  });

  it("accepts the e-mail in any letter case, and the password only in its own", async () => {
    const { email } = await account();
    expect((await signIn(client(), email.toUpperCase())).status).toBe(201);
    expect((await signIn(client(), email, { password: PASSWORD.toUpperCase() })).status).toBe(401);
    expect((await signIn(client(), email, { password: `${PASSWORD} ` })).status).toBe(401);
  });

  it("issues a new token and ends the old one, so that nobody who planted it can use it", async () => {
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

  it("again issues another token, and ends the customer's old one", async () => {
    const { email, shopper } = await account();
    const old = copyOf(shopper);
    await signIn(shopper, email);
    expect([(await profile(shopper)).status, (await profile(old)).status]).toEqual([200, 401]);
  });

  it("works with a bearer token: the new token is in the body, the old one has ended", async () => {
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

  it("with a wrong password changes neither the guest's nor the customer's session", async () => {
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
  ])("accepts a password typed %s for one typed %s", async (made, typed) => {
    const password = "naïve café Å ﬁ 가";
    const forms = { composed: password.normalize("NFC"), decomposed: password.normalize("NFD") };
    expect(forms.composed).not.toBe(forms.decomposed);
    const { email } = await account({ password: forms[made as "composed"] });
    expect((await signIn(client(), email, { password: forms[typed as "composed"] })).status).toBe(201);
  });

  it("accepts it even if its decomposed form is very long", async () => {
    const password = "éèêë".repeat(25);
    const { email } = await account({ password });
    expect((await signIn(client(), email, { password: password.normalize("NFD") })).status).toBe(201);
  });

  it("is not possible by knowing a customer's id: the guest stays a guest", async () => {
    const { id, email } = await account();
    const guest = client();
    await add(guest, sku);
    guest.jar.cookie = `__Host-session=${secretOf(guest)}.${id.slice("cus_".length)}`;
    expect((await profile(guest)).status).toBe(401);
    expect((await signIn(guest, email, { password: "not the password" })).status).toBe(401);
  });
});

describe("a refused sign-in does not reveal whether the account exists", () => {
  it("by its body or its headers", async () => {
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
