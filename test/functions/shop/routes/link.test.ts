import { links } from "@myclothes/core/links";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { client } from "../../../support/client.ts";
import { captureMails, handleEvents, tokenIn } from "../../../support/mail.ts";
import { run } from "../../../support/products.ts";
import {
  account,
  add,
  from,
  newEmail,
  PASSWORD,
  profile,
  signIn,
  whereabouts,
} from "../../support/customer.ts";
import { storeCalls } from "../../support/instance.ts";
import {
  changeEmail,
  expire,
  requestEmail,
  requestReset,
  reset,
  rotateKeys,
  tokenTo,
  verify,
} from "../../support/links.ts";

vi.mock("node:crypto", async (original) =>
  (await import("../../../support/password-hash.ts")).watchScrypt(original),
);

const NEW = "another engine of mine";
const GONE = [404, "customer.unknown_token"];
const outcome = async (answer: Promise<{ status: number; body: { code?: string } }>) => {
  const { status, body } = await answer;
  return body.code ? [status, body.code] : [status];
};

let mails: ReturnType<typeof captureMails>;
beforeAll(() => {
  mails = captureMails();
});

/** A customer with a link for a new password. */
async function forgetful() {
  const made = await account();
  expect((await requestReset(made.email)).status).toBe(202);
  return { ...made, token: await tokenTo(made.email) };
}

describe("a request for a new password", () => {
  it("is answered the same, with the same store calls, whether or not the account exists", async () => {
    const { email } = await account();
    const known = await requestReset(email, from("192.0.2.77"));
    const unknown = await requestReset(newEmail(), from("192.0.2.78"));
    const seen = ({ status, body, headers }: typeof known) => {
      const names = [...headers.keys()].sort();
      return { status, body, names };
    };
    expect(seen(known)).toEqual({ ...seen(unknown), status: 202, body: "" });
    expect(storeCalls(known)).toEqual(storeCalls(unknown));
    expect(storeCalls(known).slice(0, 3)).toEqual(["dynamodb", "dynamodb", "data-api"]);
  });

  it("stores nothing for an unknown e-mail, and only a hash for a known one", async () => {
    const unknown = newEmail();
    await requestReset(unknown);
    expect(await whereabouts(unknown)).toEqual([]);
    const { token, email } = await forgetful();
    expect(await whereabouts(token)).toEqual([]);
    await requestReset(email.toUpperCase());
    const rows = await run("select id from customer_token where email = :email and purpose = 'password'", {
      email,
    });
    expect(rows).toHaveLength(2);
  });

  it.each(["known", "unknown"])(
    "is refused after five in an hour for a %s e-mail, and after 20 from all",
    async (kind) => {
      const email = kind === "known" ? (await account()).email : newEmail();
      const statuses = [];
      for (let i = 0; i < 6; i++) statuses.push((await requestReset(email, from("203.0.113.1"))).status);
      expect(statuses).toEqual([202, 202, 202, 202, 202, 429]);
      for (let i = 0; i < 15; i++) {
        expect((await requestReset(email, from(`203.0.113.${10 + i}`))).status).toBe(202);
      }
      const refused = await requestReset(email, from("203.0.113.99"));
      expect([refused.status, refused.body.code]).toEqual([429, "session.too_many_attempts"]);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
      // Sign-ins are counted apart.
      const expected = kind === "known" ? 201 : 401;
      expect((await signIn(client(), email, { headers: from("203.0.113.1") })).status).toBe(expected);
    },
  );

  it("is refused after fifty in an hour from one address", async () => {
    const statuses = [];
    for (let i = 0; i < 51; i++)
      statuses.push((await requestReset(newEmail(), from("203.0.113.200"))).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(50);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe("a link for a new password", () => {
  it("sets it, ends all sessions, and verifies the e-mail", async () => {
    const { email, shopper, token } = await forgetful();
    const phone = client();
    await signIn(phone, email);
    expect(await outcome(reset(token, NEW))).toEqual([204]);
    for (const by of [shopper, phone]) expect((await profile(by)).status).toBe(401);
    expect((await signIn(client(), email)).status).toBe(401);
    const again = client();
    expect((await signIn(again, email, { password: NEW })).status).toBe(201);
    expect((await profile(again)).body).toMatchObject({ email, emailVerified: true });
  });

  it("works once, and can be repeated with the same password only", async () => {
    const { email, token } = await forgetful();
    expect(await outcome(reset(token, NEW))).toEqual([204]);
    expect(await outcome(reset(token, "a third engine of mine"))).toEqual(GONE);
    expect(await outcome(reset(token, NEW))).toEqual([204]);
    expect((await signIn(client(), email, { password: NEW })).status).toBe(201);
  });

  it("allows ten guesses at the password after its use", async () => {
    const { token } = await forgetful();
    await reset(token, NEW);
    for (let i = 0; i < 10; i++) expect(await outcome(reset(token, `engine number ${i}`))).toEqual(GONE);
    expect(await outcome(reset(token, NEW))).toEqual([429, "session.too_many_attempts"]);
  });

  it("lets one of two simultaneous requests win", async () => {
    for (let round = 0; round < 5; round++) {
      const { email, token } = await forgetful();
      const passwords = ["the first engine of mine", "the second engine of mine"];
      const outcomes = await Promise.all(passwords.map((password) => outcome(reset(token, password))));
      expect(outcomes.map(([status]) => status).sort()).toEqual([204, 404]);
      const winner = passwords[outcomes.findIndex(([status]) => status === 204)] ?? "";
      const signIns = await Promise.all(passwords.map((password) => signIn(client(), email, { password })));
      expect(signIns.map(({ status }) => status === 201)).toEqual(passwords.map((one) => one === winner));
    }
  });

  it("is refused when it has expired, has another format, or was never issued", async () => {
    const { email, token } = await forgetful();
    await expire(email);
    const others = [
      "x",
      "A".repeat(43),
      `${token.slice(0, 42)}${token.endsWith("A") ? "B" : "A"}`,
      `${token}A`,
    ];
    for (const one of [token, ...others]) expect(await outcome(reset(one, NEW))).toEqual(GONE);
    expect((await signIn(client(), email)).status).toBe(201);
  });

  it("ends when another link, the customer, or a change of e-mail has changed the account", async () => {
    const byOther = await forgetful();
    await requestReset(byOther.email);
    expect(await outcome(reset(await tokenTo(byOther.email), NEW))).toEqual([204]);
    expect(await outcome(reset(byOther.token, "a third engine of mine"))).toEqual(GONE);

    const byCustomer = await forgetful();
    const body = { currentPassword: PASSWORD, newPassword: NEW };
    expect((await byCustomer.shopper.send("PUT", "/v1/customers/me/password", { body })).status).toBe(204);
    expect(await outcome(reset(byCustomer.token, "a third engine of mine"))).toEqual(GONE);

    const byEmail = await forgetful();
    await changeEmail(byEmail.shopper, newEmail());
    expect(await outcome(reset(byEmail.token, NEW))).toEqual(GONE);
    expect((await profile(byEmail.shopper)).status).toBe(200);
  });

  it("refuses a weak password and stays valid", async () => {
    const { email, token } = await forgetful();
    for (const weak of ["password1", email]) {
      const { status, body } = await reset(token, weak);
      expect([status, body.errors?.[0].pointer]).toEqual([422, "#/newPassword"]);
    }
    expect(await outcome(reset(token, NEW))).toEqual([204]);
  });

  it("verifies no e-mail, nor does a link for an e-mail set a password", async () => {
    const { email, shopper, token } = await forgetful();
    expect(await outcome(verify(token))).toEqual(GONE);
    await requestEmail(shopper, email);
    expect(await outcome(reset(await tokenTo(email), NEW))).toEqual(GONE);
  });

  it("stays valid when the signing key is replaced, and is mailed with the key that made it", async () => {
    const { email, id, token } = await forgetful();
    const restore = rotateKeys();
    try {
      await handleEvents(id, "customer.password_reset_requested");
      expect(mails.to(email).map(tokenIn)).toEqual([token]);
      links.Signing.keys.splice(1);
      expect(await outcome(reset(token, NEW))).toEqual([204]);
    } finally {
      restore();
      links.Signing.keys.push("local");
    }
  });

  it("clears the way for an owner whom a stranger has locked out", async () => {
    const { email, token } = await forgetful();
    for (let i = 0; i < 10; i++) await signIn(client(), email, { password: `wrong ${i}` });
    expect((await signIn(client(), email)).status).toBe(429);
    await reset(token, NEW);
    expect((await signIn(client(), email, { password: NEW })).status).toBe(201);
  });

  it("ends the sessions by its event if the request died, and spares those with the new password", async () => {
    const { email, id, shopper } = await forgetful();
    // The statement of the request, without what follows it.
    await run("update customer set epoch = epoch + 1 where id = :id", { id });
    const later = client();
    expect((await signIn(later, email)).status).toBe(201);
    await run("insert into event (name, subject) values ('customer.password_reset', :id)", { id });
    await handleEvents(id, "customer.password_reset");
    expect([(await profile(shopper)).status, (await profile(later)).status]).toEqual([401, 200]);
  });
});

describe("a change of e-mail", () => {
  it("takes effect when the new address confirms it", async () => {
    const { shopper, email } = await account();
    const other = newEmail();
    expect((await requestEmail(shopper, other)).status).toBe(202);
    expect((await profile(shopper)).body).toMatchObject({ email, emailVerified: false });
    expect(await outcome(verify(await tokenTo(other)))).toEqual([204]);
    expect((await profile(shopper)).body).toMatchObject({ email: other, emailVerified: true });
    expect((await signIn(client(), other)).status).toBe(201);
    expect((await signIn(client(), email)).status).toBe(401);
    await account({ email });
  });

  it("works once: the link cannot change it back later", async () => {
    const { shopper } = await account();
    const [first, second] = [newEmail(), newEmail()];
    await changeEmail(shopper, first);
    const token = await tokenTo(first);
    expect(await outcome(verify(token))).toEqual([204]);
    await changeEmail(shopper, second);
    expect(await outcome(verify(token))).toEqual(GONE);
    expect((await profile(shopper)).body.email).toBe(second);
  });

  it("is replaced by a newer request, and ends with the password that it was requested with", async () => {
    const { shopper, email } = await account();
    const [first, second] = [newEmail(), newEmail()];
    await requestEmail(shopper, first);
    await requestEmail(shopper, second);
    expect(await outcome(verify(await tokenTo(first)))).toEqual(GONE);
    const body = { currentPassword: PASSWORD, newPassword: NEW };
    await shopper.send("PUT", "/v1/customers/me/password", { body });
    expect(await outcome(verify(await tokenTo(second)))).toEqual(GONE);
    expect((await profile(shopper)).body.email).toBe(email);
  });

  it("is refused when the link has expired, has another format, or was never issued", async () => {
    const { shopper } = await account();
    const other = newEmail();
    await requestEmail(shopper, other);
    await expire(other);
    for (const token of [await tokenTo(other), "x", "A".repeat(43)])
      expect(await outcome(verify(token))).toEqual(GONE);
  });

  it("needs the password; wrong ones are counted", async () => {
    const { shopper } = await account();
    for (let i = 0; i < 10; i++) {
      expect(await outcome(requestEmail(shopper, newEmail(), "wrong"))).toEqual([
        403,
        "customer.wrong_password",
      ]);
    }
    expect(await outcome(requestEmail(shopper, newEmail()))).toEqual([429, "session.too_many_attempts"]);
  });

  it("to another account's e-mail is answered the same, and refused by its link", async () => {
    const [one, other] = [await account(), await account()];
    for (const email of [other.email, other.email.toUpperCase()]) {
      expect(await outcome(requestEmail(one.shopper, email))).toEqual([202]);
      expect(await outcome(verify(await tokenTo(email)))).toEqual([409, "customer.email_taken"]);
    }
    expect((await profile(one.shopper)).body.email).toBe(one.email);
    expect((await profile(other.shopper)).body).toEqual(other.answer.body);
  });

  it("can be requested ten times an hour, one at a time or at once", async () => {
    const { shopper } = await account();
    const answers = await Promise.all(Array.from({ length: 9 }, () => requestEmail(shopper, newEmail())));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect((await requestEmail(shopper, newEmail())).status).toBe(202);
    const refused = await requestEmail(shopper, newEmail());
    expect([refused.status, refused.body.code]).toEqual([429, "session.too_many_attempts"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
  });

  it("changes the letter case of the own e-mail without a notice", async () => {
    const { shopper, email, id } = await account();
    await changeEmail(shopper, email.toUpperCase());
    expect((await profile(shopper)).body).toMatchObject({ email: email.toUpperCase(), emailVerified: true });
    expect(await handleEvents(id, "customer.email_changed")).toEqual([]);
  });

  it("lets one of two simultaneous accounts have the e-mail", async () => {
    const people = [await account(), await account()];
    const email = newEmail();
    const tokens = [];
    for (const { shopper } of people) {
      await requestEmail(shopper, email);
      tokens.push(await tokenTo(email));
    }
    const outcomes = await Promise.all(tokens.map((token) => outcome(verify(token))));
    expect(outcomes.sort()).toEqual([[204], [409, "customer.email_taken"]]);
  });
});

describe("the first link of an account", () => {
  it("verifies its e-mail, also when it is opened twice", async () => {
    const { shopper, email, answer } = await account();
    expect(answer.body.emailVerified).toBe(false);
    const token = await tokenTo(email);
    expect(await Promise.all([1, 2].map(() => outcome(verify(token))))).toEqual([[204], [204]]);
    expect((await profile(shopper)).body).toMatchObject({ email, emailVerified: true });
    expect(await outcome(verify(token))).toEqual([204]);
  });

  it("can be requested again", async () => {
    const { shopper, email } = await account();
    await expire(email);
    await changeEmail(shopper, email);
    expect((await profile(shopper)).body).toMatchObject({ email, emailVerified: true });
  });

  it("is gone with the account", async () => {
    const { shopper, email, id } = await account();
    const token = await tokenTo(email);
    await shopper.send("POST", "/v1/customers/me/erasure", { body: { password: PASSWORD } });
    expect(await outcome(verify(token))).toEqual(GONE);
    expect(await run("select id from customer_token where customer_id = :id", { id })).toEqual([]);
    await handleEvents(id);
    expect(mails.to(email)).toEqual([]);
  });
});

it("reads no session and no cart behind a link", async () => {
  const { email } = await account();
  const guest = client();
  await add(guest, "NONE").catch(() => {});
  const calls = storeCalls(await verify(await tokenTo(email), guest));
  expect(calls.filter((store) => store !== "sqs")).toEqual(["data-api", "data-api"]);
});
