import { beforeAll, describe, expect, it, vi } from "vitest";
import { client, copyOf } from "../support/client.ts";
import { product, run } from "../support/products.ts";
import { account, add, lines, newEmail, PASSWORD, profile, signIn, whereabouts } from "./customer.ts";

vi.mock("node:crypto", async (original) => (await import("../support/hash.ts")).watched(original));

let skus: string[];
beforeAll(async () => {
  skus = (await product({ variants: [{}, {}] })).skus;
});
const sku = (i: number) => skus[i] ?? "";
const register = (body: object, by = client()) => by.send("POST", "/v1/customers", { body });
const wanted = (rest: object = {}) => ({ email: newEmail(), password: PASSWORD, name: "Ada", ...rest });

describe("registering", () => {
  it("makes an account, and signs in", async () => {
    const before = Date.now();
    const { shopper, answer, email, id } = await account();
    expect(answer.body).toMatchObject({ id, email, name: "Ada Lovelace" });
    // By the database's clock, which may differ a little.
    const createdAt = Date.parse(answer.body.createdAt);
    expect([createdAt > before - 1_000, createdAt < Date.now() + 1_000]).toEqual([true, true]);
    expect((await profile(shopper)).body).toEqual(answer.body);
  });

  it("hands the session over in a cookie like a guest's, and only there", async () => {
    const { answer } = await account();
    expect(answer.headers.getSetCookie()).toHaveLength(1);
    const [, ...attributes] = (answer.headers.getSetCookie()[0] ?? "").split("; ");
    const told = ["HttpOnly", `Max-Age=${90 * 86_400}`, "Path=/", "SameSite=Lax", "Secure"];
    expect(attributes.sort()).toEqual(told);
    expect(answer.body.session).toBeUndefined();
  });

  it("hands it over in the body to a client without cookies", async () => {
    const headers = { "x-session-transport": "bearer" };
    const answer = await client().send("POST", "/v1/customers", { body: wanted(), headers });
    expect(answer.headers.getSetCookie()).toEqual([]);
    const authorization = `Bearer ${answer.body.session.token}`;
    const me = await client().send("GET", "/v1/customers/me", { headers: { authorization } });
    expect([me.status, me.body.id]).toEqual([200, answer.body.id]);
  });

  it("keeps what is in the guest's cart, which is the customer's now and no longer expires", async () => {
    const shopper = client();
    await add(shopper, sku(0), 2);
    const { body: before } = await add(shopper, sku(1), 3);
    expect(before.expiresAt).not.toBeNull();
    await account({ shopper });
    const { body: after } = await shopper.send("GET", "/v1/cart");
    expect([after.lines, after.expiresAt]).toEqual([before.lines, null]);
    expect((await add(shopper, sku(0))).body).toMatchObject({ id: after.id, itemCount: 6, expiresAt: null });
  });

  it("while a tab goes on adding: what it was told is in the cart is there, and it gets no other session", async () => {
    const shopper = client();
    await add(shopper, sku(0));
    const tab = copyOf(shopper);
    const told: string[] = [sku(0)];
    let done = false;
    const registering = account({ shopper }).then(() => {
      done = true;
    });
    for (let i = 1; !done && i < 100; i++) {
      const { status, headers } = await add(tab, sku(i % 2), 1);
      expect(headers.getSetCookie()).toEqual([]);
      if (status === 200) told.push(sku(i % 2));
      else expect(status).toBe(503);
    }
    await registering;
    const { body } = await shopper.send("GET", "/v1/cart");
    expect(body.itemCount).toBe(told.length);
  });

  it("at once with signing in to another account by the same guest: both accounts go on", async () => {
    for (let round = 0; round < 10; round++) {
      const other = await account();
      const guest = client();
      await add(guest, sku(0));
      const tabs = [copyOf(guest), copyOf(guest)] as const;
      const [made, signedIn] = await Promise.all([
        account({ shopper: tabs[0] }),
        signIn(tabs[1], other.email),
      ]);
      expect(signedIn.status).toBe(201);
      for (const tab of tabs) expect((await tab.send("GET", "/v1/customers/me")).status).toBe(200);
      const again = client();
      await signIn(again, made.email);
      expect((await again.send("GET", "/v1/customers/me")).status).toBe(200);
    }
  });

  it("ends the guest's token: who knew it before knows nothing now", async () => {
    const shopper = client();
    await add(shopper, sku(0));
    const thief = copyOf(shopper);
    await account({ shopper });
    expect(await lines(thief)).toEqual({});
    expect((await profile(thief)).status).toBe(401);
  });

  it("once more by who is signed in makes a second account, which takes nothing of the first", async () => {
    const first = await account();
    await add(first.shopper, sku(0), 4);
    const old = copyOf(first.shopper);
    const second = await account({ shopper: first.shopper });
    expect(second.id).not.toBe(first.id);
    expect(await lines(second.shopper)).toEqual({});
    expect((await profile(old)).status).toBe(401);
    await signIn(old, first.email);
    expect(await lines(old)).toEqual({ [sku(0)]: 4 });
  });
});

describe("an e-mail has one account", () => {
  it.each([
    ["ada@example.com", "ADA@Example.COM"],
    ["änne@exämple.com", "ÄNNE@EXÄMPLE.com"],
  ])("%s is %s as well", async (one, other) => {
    const unique = newEmail();
    await account({ email: `${unique.split("@")[0]}-${one}` });
    const again = await register(wanted({ email: `${unique.split("@")[0]?.toUpperCase()}-${other}` }));
    expect([again.status, again.body.code]).toEqual([409, "customer.email_taken"]);
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it("though five ask for it at once", async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => register(wanted({ email }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await run("select count(*) from customer where email = :email", { email })).toEqual([[1]]);
  });

  it("and is shown as it was written", async () => {
    const email = newEmail().replace("ada", "Ada.O'Hara+Shop");
    expect((await account({ email })).answer.body.email).toBe(email);
  });
});

describe("a password", () => {
  it.each(["password1", "PASSWORD1", "qwertyuiop", "iloveyou", "12345678"])(
    "that everybody tries is refused where it stands: %s",
    async (password) => {
      const { status, body } = await register(wanted({ password }));
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, "request.invalid", "#/password"]);
    },
  );

  it.each([
    ["8 letters", "Tq7.xyzw"],
    ["128 letters", "q7".repeat(64)],
    ["8 blanks and tabs", " \t \t \t \t"],
    ["128 characters of four bytes each", "😀".repeat(128)],
  ])("of %s is taken, and none of it is cut off", async (_, password) => {
    const { email } = await account({ password });
    const other = `${[...password].slice(0, -1).join("")}x`;
    expect((await signIn(client(), email, { password })).status).toBe(201);
    expect((await signIn(client(), email, { password: other })).status).toBe(401);
  });

  it("of four characters is too short, though each has four bytes", async () => {
    const { status, body } = await register(wanted({ password: "🐎🔋🧷😀" }));
    expect([status, body.errors?.[0].pointer]).toEqual([422, "#/password"]);
  });
});

it("a refusal leaves no trace: no session, no account", async () => {
  const shopper = client();
  const email = newEmail();
  for (const rest of [{ password: "password1" }, { name: "" }, { role: "admin" }]) {
    const { status, headers } = await register(wanted({ email, ...rest }), shopper);
    expect([status, headers.getSetCookie()]).toEqual([422, []]);
  }
  expect(await whereabouts(email)).toEqual([]);
});
