import { beforeAll, describe, expect, it } from "vitest";
import { client, copyOf } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";
import {
  account,
  add,
  lines,
  newEmail,
  PASSWORD,
  profile,
  signIn,
  whereabouts,
} from "../../support/customer.ts";
import { requestEmail, tokenTo, verify } from "../../support/links.ts";

let skus: string[];
beforeAll(async () => {
  skus = (await product({ variants: [{}, {}] })).skus;
});
const sku = (i: number) => skus[i] ?? "";
const register = (body: object, by = client()) => by.send("POST", "/v1/customers", { body });
const wanted = (rest: object = {}) => ({ email: newEmail(), password: PASSWORD, name: "Ada", ...rest });

describe("registering", () => {
  it("creates an account and signs in", async () => {
    const before = Date.now();
    const { shopper, answer, email, id } = await account();
    expect(answer.body).toMatchObject({ id, email, name: "Ada Lovelace" });
    // The database's clock may differ a little.
    const createdAt = Date.parse(answer.body.createdAt);
    expect([createdAt > before - 1_000, createdAt < Date.now() + 1_000]).toEqual([true, true]);
    expect((await profile(shopper)).body).toEqual(answer.body);
  });

  it("issues the session only in a cookie, like a guest's", async () => {
    const { answer } = await account();
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split("; "));
    const attributes = ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"];
    const names = cookies.map(([pair = "", ...rest]) => [pair.split("=")[0], rest.sort()]);
    expect(names).toEqual([
      ["__Host-session", [...attributes, `Max-Age=${90 * 86_400}`].sort()],
      ["__Host-device", [...attributes, `Max-Age=${365 * 86_400}`].sort()],
    ]);
    expect(answer.body.session).toBeUndefined();
  });

  it("issues it in the body to a client without cookies", async () => {
    const headers = { "x-session-transport": "bearer" };
    const answer = await client().send("POST", "/v1/customers", { body: wanted(), headers });
    expect(answer.headers.getSetCookie()).toEqual([]);
    const authorization = `Bearer ${answer.body.session.token}`;
    const me = await client().send("GET", "/v1/customers/me", { headers: { authorization } });
    expect([me.status, me.body.id]).toEqual([200, answer.body.id]);
  });

  it("keeps the guest's cart, which becomes the customer's and no longer expires", async () => {
    const shopper = client();
    await add(shopper, sku(0), 2);
    const { body: before } = await add(shopper, sku(1), 3);
    expect(before.expiresAt).not.toBeNull();
    await account({ shopper });
    const { body: after } = await shopper.send("GET", "/v1/cart");
    expect([after.lines, after.expiresAt]).toEqual([before.lines, null]);
    expect((await add(shopper, sku(0))).body).toMatchObject({ id: after.id, itemCount: 6, expiresAt: null });
  });

  it("while a tab goes on adding: confirmed items are in the cart, and the tab gets no other session", async () => {
    const shopper = client();
    await add(shopper, sku(0));
    const tab = copyOf(shopper);
    const confirmed: string[] = [sku(0)];
    let done = false;
    const registering = account({ shopper }).then(() => {
      done = true;
    });
    for (let i = 1; !done && i < 100; i++) {
      const { status, headers } = await add(tab, sku(i % 2), 1);
      expect(headers.getSetCookie()).toEqual([]);
      if (status === 200) confirmed.push(sku(i % 2));
      else expect(status).toBe(503);
    }
    await registering;
    const { body } = await shopper.send("GET", "/v1/cart");
    expect(body.itemCount).toBe(confirmed.length);
  });

  it("while the same guest signs in to another account: both accounts keep working", async () => {
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

  it("ends the guest's token, so nobody can use it afterwards", async () => {
    const shopper = client();
    await add(shopper, sku(0));
    const thief = copyOf(shopper);
    await account({ shopper });
    expect(await lines(thief)).toEqual({});
    expect((await profile(thief)).status).toBe(401);
  });

  it("by a signed-in customer creates a second account, which takes nothing of the first", async () => {
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
    ["anne@exämple.com", "ANNE@EXÄMPLE.com"],
  ])("%s is the same as %s", async (one, other) => {
    const unique = newEmail();
    await account({ email: `${unique.split("@")[0]}-${one}` });
    const again = await register(wanted({ email: `${unique.split("@")[0]?.toUpperCase()}-${other}` }));
    expect([again.status, again.body.code]).toEqual([409, "customer.email_taken"]);
    expect(again.headers.getSetCookie()).toEqual([]);
  });

  it("also when five requests register it at once", async () => {
    const email = newEmail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => register(wanted({ email }))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await run("select count(*) from customer where email = :email", { email })).toEqual([[1]]);
  });

  it("and is shown as the customer wrote it", async () => {
    const email = newEmail().replace("ada", "Ada.O'Hara+Shop");
    expect((await account({ email })).answer.body.email).toBe(email);
  });
});

describe("refuses an e-mail that no mail server accepts:", () => {
  it.each([
    ...[
      "ada@example,com",
      "<ada@x.com>",
      "a\u200bda@x.com",
      "ada@x.com\u00ad",
      "\u202eada@x.com",
      "ada@\u3164.com",
    ],
    ...["ada@x", "ada@192.0.2.1", "ada@[192.0.2.1]", "ada@x..com", "ada@x.com.", "ada@-x.com", "ada@x_y.com"],
    ...[".ada@x.com", "a..da@x.com", "ada.@x.com", "ada@ex%61mple.com", "ada@ｅxample.com"],
    // No ASCII form of a name in another script: not decodable, of an ASCII name, and not the only form of its name.
    ...["ada@xn--a.com", "ada@xn--a-.com", "ada@xn---7ry.com"],
    ...["@x.com", "ada@", "a(comment)da@x.com", `${"a".repeat(65)}@x.com`],
    `${"a".repeat(64)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(58)}.com`,
  ])("%j", async (email) => {
    const { status, body } = await register(wanted({ email }));
    expect([status, body.errors?.[0].pointer]).toEqual([422, "#/email"]);
  });
});

it.each(["zoë@example.com", "用户@例子.广告"])(
  "refuses %s with its reason: no mail can be sent to it",
  async (email) => {
    const { status, body } = await register(wanted({ email }));
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, "#/email"]);
    expect(body.errors[0].message ?? body.errors[0].detail).toMatch(/only ASCII characters before the @/);
  },
);

describe("accepts an unusual e-mail, and shows it as it was written:", () => {
  const unique = () => crypto.randomUUID().slice(0, 8);
  it.each([
    () => `test+a-${unique()}@example.com`,
    () => `${unique()}@example.photography`,
    () => `${unique()}${"a".repeat(56)}@example.com`,
    () => `${unique()}${"a".repeat(56)}@${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(57)}.com`,
    () => `${unique()}@Bücher.example`,
    () => `${unique()}@bu\u0308cher.example`,
    () => `${unique()}@xn--bcher-kva.example`,
    () => `${unique()}@例子.广告`,
    () => `${unique()}_b-c!#$%&'*+/=?^\`{|}~@123.example.com`,
  ])("%s", async (make) => {
    const email = make();
    expect((await account({ email })).answer.body.email).toBe(email);
    expect((await signIn(client(), email)).status).toBe(201);
  });
});

describe("a domain is the same in its own script and in ASCII:", () => {
  const forms = (name: string) => [
    `${name}@bücher.example`,
    `${name}@xn--bcher-kva.example`,
    `${name}@BÜCHER.example`,
  ];

  it("after either form has registered, the others are taken and sign in to the account", async () => {
    for (const [i, email] of forms("").entries()) {
      const name = `ada-${crypto.randomUUID()}`;
      const { id } = await account({ email: name + email });
      for (const other of forms(name)) {
        expect((await register(wanted({ email: other }))).body.code, `${i} ${other}`).toBe(
          "customer.email_taken",
        );
        expect((await signIn(client(), other)).body.customer.id).toBe(id);
      }
    }
  });

  it.each([0, 1])(
    "finds an account that an earlier version stored as form %i, and creates no second one",
    async (old) => {
      const name = `ada-${crypto.randomUUID()}`;
      const email = forms(name)[old] ?? "";
      const { id } = await account({ email });
      await run("update customer set login = :email where id = :id", { email, id });
      const { shopper } = await account();
      for (const other of forms(name)) {
        expect((await signIn(client(), other)).body.customer.id).toBe(id);
        expect((await register(wanted({ email: other }))).body.code).toBe("customer.email_taken");
        await requestEmail(shopper, other);
        expect((await verify(await tokenTo(other))).body.code).toBe("customer.email_taken");
      }
    },
  );

  it("opens an account from before the stricter check of addresses", async () => {
    const { id } = await account();
    const email = `ada-${crypto.randomUUID()}@example,com`;
    await run("update customer set email = :email, login = :email where id = :id", { email, id });
    expect((await signIn(client(), email)).body.customer.id).toBe(id);
  });
});

describe("a password", () => {
  it.each([
    ...["password1", "PASSWORD1", "qwertyuiop", "iloveyou", "12345678"],
    ...[" password1 ", "pass\u200bword1", "\u00adpassword1", "ｐａｓｓｗｏｒｄ１", "password1\u3164"],
    ...["aaaaaaaa", "abcdefgh", "23456789", "        ", "a\u200b\u200b\u200b\u200b\u200b\u200b\u200b"],
    ...["Password1!", "passwordpassword", "ppasssswordd", "Summer2024!", "MyClothes", "my clothes 1!"],
  ])("refuses a common password with its pointer: %j", async (password) => {
    const { status, body } = await register(wanted({ password }));
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, "request.invalid", "#/password"]);
  });

  it("refuses the customer's own e-mail, also with signs around it, and in a change", async () => {
    const email = newEmail().replace("@", ".lovelace@");
    const [local = ""] = email.split("@");
    for (const password of [email, email.toUpperCase(), local, `${local}1!`, local.replaceAll("-", "")]) {
      const { status, body } = await register(wanted({ email, password }));
      expect([password, status, body.errors?.[0].pointer]).toEqual([password, 422, "#/password"]);
    }
    const { shopper } = await account({ email });
    const body = { currentPassword: PASSWORD, newPassword: local };
    for (let i = 0; i < 12; i++) {
      const answer = await shopper.send("PUT", "/v1/customers/me/password", { body });
      expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([422, "#/newPassword"]);
    }
  });

  it.each([
    ["8 letters", "Tq7.xyzw"],
    ["128 letters", "q7Zr".repeat(32)],
    ["8 blanks and tabs", " \t  \t\t \t"],
    ["128 characters of four bytes each", "😀🔋🧷🐎".repeat(32)],
  ])("accepts %s without cutting it", async (_, password) => {
    const { email } = await account({ password });
    const other = `${[...password].slice(0, -1).join("")}x`;
    expect((await signIn(client(), email, { password })).status).toBe(201);
    expect((await signIn(client(), email, { password: other })).status).toBe(401);
  });

  it("refuses four characters as too short, even if each has four bytes", async () => {
    const { status, body } = await register(wanted({ password: "🐎🔋🧷😀" }));
    expect([status, body.errors?.[0].pointer]).toEqual([422, "#/password"]);
  });
});

it("a refusal leaves no session and no account", async () => {
  const shopper = client();
  const email = newEmail();
  for (const rest of [{ password: "password1" }, { name: "" }, { role: "admin" }]) {
    const { status, headers } = await register(wanted({ email, ...rest }), shopper);
    expect([status, headers.getSetCookie()]).toEqual([422, []]);
  }
  expect(await whereabouts(email)).toEqual([]);
});
