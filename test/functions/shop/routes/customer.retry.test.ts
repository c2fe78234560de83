import { afterEach, describe, expect, it, vi } from "vitest";
import { keyed } from "../../../support/bodies.ts";
import { client, copyOf, tokenOf } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";
import { account, add, lines, newEmail, PASSWORD, profile, signIn } from "../../support/customer.ts";

const HOUR = 3_600_000;
const at = (time: number) => vi.useFakeTimers({ toFake: ["Date"], now: time });
afterEach(() => {
  vi.useRealTimers();
});
const wanted = (rest: object = {}) => ({ email: newEmail(), password: PASSWORD, name: "Ada", ...rest });
const register = (body: object, key: string | undefined, by = client()) =>
  by.send("POST", "/v1/customers", { body, ...(key && { headers: keyed(key) }) });
const replayed = ({ headers }: { headers: Headers }) => headers.get("idempotent-replayed");

describe("a registration whose answer was lost", () => {
  it("returns the same account and session for its key", async () => {
    const { sku } = await product();
    const shopper = client();
    await add(shopper, sku, 2);
    const [first, second] = [copyOf(shopper), copyOf(shopper)];
    const body = wanted();
    const made = await register(body, "key-1", first);
    const again = await register(body, "key-1", second);
    expect([made.status, replayed(made)]).toEqual([201, null]);
    expect([again.status, replayed(again), again.body]).toEqual([201, "true", made.body]);
    expect(tokenOf(second)).toBe(tokenOf(first));
    expect((await first.send("GET", "/v1/sessions")).body.data).toHaveLength(1);
    for (const by of [first, second]) expect(await lines(by)).toEqual({ [sku]: 2 });
  });

  it("creates one account for five requests at once", async () => {
    const body = wanted();
    const answers = await Promise.all(Array.from({ length: 5 }, () => register(body, "key-1")));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await run("select count(*) from customer where email = :email", { email: body.email })).toEqual([
      [1],
    ]);
  });

  it("is 409 without the key, with another key, and after a day", async () => {
    const body = wanted();
    await register(body, "key-1");
    for (const key of [undefined, "key-2"]) {
      const { status, body: problem, headers } = await register(body, key);
      expect([status, problem.code, headers.getSetCookie()]).toEqual([409, "customer.email_taken", []]);
    }
    at(Date.now() + 23 * HOUR);
    expect((await register(body, "key-1")).status).toBe(201);
    at(Date.now() + 25 * HOUR);
    expect((await register(body, "key-1")).body.code).toBe("customer.email_taken");
  });

  it("with another name, spelling or password is 422, and does not sign in", async () => {
    const body = wanted();
    await register(body, "key-1");
    const others = [
      { name: "Eve" },
      { email: body.email.toUpperCase() },
      { password: "another engine of mine" },
    ];
    for (const other of others) {
      const { status, body: problem, headers } = await register({ ...body, ...other }, "key-1");
      expect([status, problem.code]).toEqual([422, "idempotency.key_reused"]);
      expect(headers.getSetCookie()).toEqual([]);
    }
    // The key belongs to this e-mail: another e-mail creates another account.
    expect((await register(wanted(), "key-1")).status).toBe(201);
  });

  it("counts wrong passwords as attempts at the account", async () => {
    const body = wanted();
    await register(body, "key-1");
    for (let i = 0; i < 10; i++) {
      expect((await register({ ...body, password: `guess number ${i}` }, "key-1")).status).toBe(422);
    }
    for (const password of ["the last guess", PASSWORD]) {
      expect((await register({ ...body, password }, "key-1")).status).toBe(429);
    }
    expect((await signIn(client(), body.email)).status).toBe(429);
  });
});

describe("a sign-in whose answer was lost", () => {
  it("returns the same session for its key, although the guest's token has ended", async () => {
    const { sku } = await product();
    const { email } = await account();
    const guest = client();
    await add(guest, sku, 2);
    const [first, second] = [copyOf(guest), copyOf(guest)];
    const opened = await signIn(first, email, { headers: keyed("key-1") });
    const again = await signIn(second, email, { headers: keyed("key-1") });
    expect([replayed(opened), replayed(again), again.body]).toEqual([null, "true", opened.body]);
    expect(tokenOf(second)).toBe(tokenOf(first));
    // By a client that received the answer after all.
    const third = await signIn(first, email, { headers: keyed("key-1") });
    expect([third.status, replayed(third)]).toEqual([201, "true"]);
    for (const by of [first, second]) expect(await lines(by)).toEqual({ [sku]: 2 });
    expect((await first.send("GET", "/v1/sessions")).body.data).toHaveLength(2);
  });

  it("needs the right password each time; another account's key, or a new password, starts another session", async () => {
    const [one, other] = [await account(), await account()];
    const headers = keyed("key-1");
    const first = client();
    await signIn(first, one.email, { headers });
    expect((await signIn(client(), one.email, { headers, password: "not the password" })).status).toBe(401);
    const second = client();
    expect(replayed(await signIn(second, other.email, { headers }))).toBeNull();
    expect(tokenOf(second)).not.toBe(tokenOf(first));
    const password = "another engine of mine";
    const body = { currentPassword: PASSWORD, newPassword: password };
    expect((await one.shopper.send("PUT", "/v1/customers/me/password", { body })).status).toBe(204);
    const third = client();
    expect(replayed(await signIn(third, one.email, { headers, password }))).toBeNull();
    expect(tokenOf(third)).not.toBe(tokenOf(first));
    expect((await profile(first)).status).toBe(401);
  });

  it("without a key starts another session", async () => {
    const { email } = await account();
    const [first, second] = [client(), client()];
    for (const by of [first, second]) expect(replayed(await signIn(by, email))).toBeNull();
    expect(tokenOf(first)).not.toBe(tokenOf(second));
  });
});
