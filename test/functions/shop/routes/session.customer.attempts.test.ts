import { scryptSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { client } from "../../../support/client.ts";
import { hashing } from "../../../support/password-hash.ts";
import { run } from "../../../support/products.ts";
import { needsAnotherRound } from "../../../support/rounds.ts";
import { HANG_MS } from "../../../support/timeouts.ts";
import { account, newEmail, PASSWORD, profile, signIn } from "../../support/customer.ts";

const WINDOW = 15 * 60_000;
const WHILE_HASHING = { interval: 1, timeout: HANG_MS };
const start = Date.UTC(2027, 0, 1);
const at = (time: number) => vi.useFakeTimers({ toFake: ["Date"], now: time });
beforeEach(() => {
  Object.assign(hashing, { isCheap: true, costs: [], running: 0, most: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const wrong = (email: string, headers = {}) =>
  signIn(client(), email, { password: "not the password", headers });
async function exhaust(email: string): Promise<void> {
  for (let i = 0; i < 10; i++) expect((await wrong(email)).status).toBe(401);
}
const calls = ({ headers }: { headers: Headers }) =>
  (headers.get("server-timing") ?? "").match(/(dynamodb|data-api)\.\w+/g);
const change = (by: ReturnType<typeof client>, currentPassword: string, newPassword = "another engine") =>
  by.send("PUT", "/v1/customers/me/password", { body: { currentPassword, newPassword } });

describe.each(["known", "unknown"])("an account that is %s", (kind) => {
  const emailOf = async () => (kind === "known" ? (await account()).email : newEmail());

  it("allows ten attempts; the eleventh is refused with the time to wait, even if its password is right", async () => {
    at(start);
    const email = await emailOf();
    await exhaust(email);
    for (const answer of [await wrong(email), await signIn(client(), email)]) {
      expect([answer.status, answer.body.code]).toEqual([429, "session.too_many_attempts"]);
      const seconds = Number(answer.headers.get("retry-after"));
      expect(seconds).toBeGreaterThan(14 * 60);
      expect(seconds).toBeLessThanOrEqual(15 * 60);
      expect(answer.body.retryAfter).toBe(seconds);
    }
  });

  it("allows ten of sixty attempts at once from one IP address, in any letter case", async () => {
    const email = await emailOf();
    hashing.costs = [];
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => {
        // The client may have written everything before the last two entries.
        const headers = {
          "x-forwarded-for": `203.0.113.${i}, 192.0.2.1, 198.51.100.1`,
          "user-agent": `Bot/${i}`,
        };
        return wrong(i % 2 ? email : email.toUpperCase(), headers);
      }),
    );
    const answered = (wanted: number) => answers.filter(({ status }) => status === wanted);
    expect(answered(429)).toHaveLength(50);
    expect(answered(401)).toHaveLength(10);
    expect(hashing.costs).toHaveLength(10);
  });

  it("costs one full hash for each attempt, and the same calls to the stores", async () => {
    const email = await emailOf();
    hashing.costs = [];
    const answer = await wrong(email);
    expect(hashing.costs).toEqual([expect.objectContaining({ N: 2 ** 14, r: 8, p: 5 })]);
    expect(calls(answer)).toEqual(["dynamodb.UpdateItem", "data-api.ExecuteStatement"]);
  });

  it("allows attempts again 15 minutes after the first one", async () => {
    at(start);
    const email = await emailOf();
    await exhaust(email);
    at(start + WINDOW - 1000);
    const { status, headers } = await wrong(email);
    expect([status, headers.get("retry-after")]).toEqual([429, "1"]);
    at(start + WINDOW);
    await exhaust(email);
    expect((await wrong(email)).status).toBe(429);
    at(start + 2 * WINDOW - 1000);
    expect((await wrong(email)).status).toBe(429);
  });
});

it("open sessions continue, whoever attempts to sign in", async () => {
  const { email, shopper } = await account();
  await exhaust(email);
  expect((await wrong(email)).status).toBe(429);
  expect((await profile(shopper)).status).toBe(200);
  expect((await change(shopper, PASSWORD, "another engine altogether")).status).toBe(204);
});

it("signing in resets the count, so that ten mistakes in 15 minutes lock nobody out for long", async () => {
  const { email } = await account();
  for (let i = 0; i < 9; i++) await wrong(email);
  expect((await signIn(client(), email)).status).toBe(201);
  await exhaust(email);
  expect((await wrong(email)).status).toBe(429);
});

it("attempts at the old password when setting a new one are counted separately, each as two", async () => {
  const { email, shopper } = await account();
  for (let i = 0; i < 5; i++) {
    const { status, body } = await change(shopper, "not the password");
    expect([status, body.code]).toEqual([403, "customer.wrong_password"]);
  }
  const late = await change(shopper, PASSWORD);
  expect([late.status, late.body.code]).toEqual([429, "session.too_many_attempts"]);
  expect(late.headers.get("retry-after")).toMatch(/^\d+$/);
  expect((await signIn(client(), email)).status).toBe(201);
});

it("attempts at one account do not count for another", async () => {
  const [one, other] = [await account(), await account()];
  await exhaust(one.email);
  expect((await signIn(client(), other.email)).status).toBe(201);
});

describe("hashing", () => {
  it("blocks nobody: the shop keeps answering while eight customers sign in", async () => {
    hashing.isCheap = false;
    let isOver = false;
    const signingIn = Array.from({ length: 8 }, async () => {
      while (!isOver) await wrong(newEmail());
    });
    const hashes = () => vi.waitFor(() => expect(hashing.running).toBeGreaterThan(0), WHILE_HASHING);
    for (const path of ["/v1/time", "/v1/products", "/v1/time"]) {
      const since = performance.now();
      let isMet = false;
      // If the last hash ended just before the answer, the next one had not started yet.
      for (let round = 0; needsAnotherRound(round, 1, () => isMet, since); round++) {
        await hashes();
        const one = hashing.costs.length;
        expect((await client().send("GET", path)).status).toBe(200);
        isMet = hashing.running > 0 && hashing.costs.length - one < 8;
      }
    }
    isOver = true;
    await Promise.all(signingIn);
  });

  it("runs one at a time, and each waiting one gets its turn", async () => {
    const emails = Array.from({ length: 8 }, newEmail);
    const answers = await Promise.all(emails.map((email) => wrong(email)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(401));
    expect([hashing.costs.length, hashing.most, hashing.running]).toEqual([8, 1, 0]);
  });
});

it("a hash with old settings is replaced at sign-in, once, and still opens the account", async () => {
  hashing.isCheap = false;
  const { email } = await account();
  const salt = Buffer.alloc(16, 7);
  const key = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 });
  const old = `$scrypt$ln=10,r=8,p=1$${salt.toString("base64url")}$${key.toString("base64url")}`;
  await run("update customer set password_hash = :old where email = :email", { old, email });
  const stored = async () => {
    const [row] = await run("select password_hash from customer where email = :email", { email });
    return String(row?.[0]);
  };
  expect((await wrong(email)).status).toBe(401);
  expect(await stored()).toBe(old);
  expect((await signIn(client(), email)).status).toBe(201);
  const upgraded = await stored();
  expect(upgraded).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/);
  expect((await signIn(client(), email)).status).toBe(201);
  expect(await stored()).toBe(upgraded);
});
