import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Client, client, copyOf, secretOf } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { account, add, PASSWORD, profile, signIn } from "../../support/customer.ts";

const DAY = 86_400_000;
const start = Date.UTC(2027, 0, 1);
let sku: string;
beforeAll(async () => {
  sku = (await product()).sku;
});
afterEach(() => {
  vi.useRealTimers();
});

const at = (time: number) => vi.useFakeTimers({ toFake: ["Date"], now: time });
const list = async (by: Client) => (await by.send("GET", "/v1/sessions?limit=100")).body.data;
const end = (by: Client, id: string) => by.send("DELETE", `/v1/sessions/${id}`);
const isIn = async (by: Client) => (await profile(by)).status === 200;
/** An account with sessions on several devices. The first session comes from the registration. */
async function devices(count: number) {
  const { email, shopper } = await account();
  const others = Array.from({ length: count - 1 }, () => client());
  for (const [i, other] of others.entries()) {
    await signIn(other, email, { headers: { "user-agent": `Device/${i + 1}` } });
  }
  return { email, clients: [shopper, ...others] as [Client, ...Client[]] };
}

describe("a customer's sessions", () => {
  it("are listed, the newest first, and the current one is marked", async () => {
    at(start);
    const { email, shopper } = await account();
    for (const minute of [1, 2]) {
      at(start + minute * 60_000);
      await signIn(client(), email, { headers: { "user-agent": `Device/${minute}` } });
    }
    const sessions = await list(shopper);
    const listed = sessions.map((one: Record<string, string>) => [one.userAgent, one.current, one.createdAt]);
    const iso = (time: number) => new Date(time).toISOString();
    expect(listed).toEqual([
      ["Device/2", false, iso(start + 120_000)],
      ["Device/1", false, iso(start + 60_000)],
      ["", true, iso(start)],
    ]);
    expect(sessions[2]).toMatchObject({ lastSeenAt: iso(start), expiresAt: iso(start + 30 * DAY) });
  });

  it("are listed without their tokens", async () => {
    const { clients } = await devices(2);
    const text = JSON.stringify(await list(clients[0]));
    for (const by of clients) expect(text).not.toContain(secretOf(by));
    for (const { id } of await list(clients[0])) {
      const headers = { cookie: `__Host-session=${id}.${clients[0].jar.cookie.split(".")[1]}` };
      expect((await client().send("GET", "/v1/customers/me", { headers })).status).toBe(401);
    }
  });

  it("can be ended one by one, by any of them", async () => {
    const { clients } = await devices(3);
    const [asking, ...rest] = clients;
    const other = (await list(asking)).find(
      ({ userAgent }: { userAgent: string }) => userAgent === "Device/1",
    );
    const ended = await end(asking, other.id);
    expect([ended.status, ended.headers.getSetCookie()]).toEqual([204, []]);
    expect(await Promise.all([asking, ...rest].map(isIn))).toEqual([true, false, true]);
    expect(await list(asking)).toHaveLength(2);
    expect((await end(asking, other.id)).status).toBe(404);
  });

  it("are private: another customer's session and an unknown one are 404", async () => {
    const [one, other] = [await account(), await account()];
    const [{ id }] = await list(other.shopper);
    for (const hostile of [id, "x", "%01", "%F0%9F%98%80", "a".repeat(1025), "a".repeat(8000), "__proto__"]) {
      const { status, body } = await end(one.shopper, hostile);
      expect([hostile.slice(0, 60), status, body.code]).toEqual([
        hostile.slice(0, 60),
        404,
        "session.unknown",
      ]);
    }
    expect([await isIn(one.shopper), await isIn(other.shopper)]).toEqual([true, true]);
    expect(await list(other.shopper)).toHaveLength(1);
  });

  it("are not for guests, who must sign in", async () => {
    const guest = client();
    await add(guest, sku);
    for (const by of [client(), guest]) {
      for (const [method, path] of [
        ["GET", "/v1/sessions"],
        ["DELETE", "/v1/sessions/current"],
        ["DELETE", "/v1/sessions/x"],
      ] as const) {
        const { status, body, headers } = await by.send(method, path);
        expect([status, body.code, headers.getSetCookie()]).toEqual([401, "session.required", []]);
      }
    }
    expect((await guest.send("GET", "/v1/cart")).body.itemCount).toBe(1);
  });
});

it("are listed page by page, the newest first, each once", async () => {
  const { clients } = await devices(7);
  const by = clients[0] as Client;
  const all = (await list(by)).map(({ id }: { id: string }) => id);
  for (const limit of [1, 3, 7]) {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await by.send("GET", `/v1/sessions?limit=${limit}${cursor && `&cursor=${cursor}`}`);
      expect(page.body.data.length).toBe(Math.min(limit, 7 - seen.length));
      seen.push(...page.body.data.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(all);
  }
  for (const query of ["limit=0", "limit=101", "cursor=x"]) {
    expect((await by.send("GET", `/v1/sessions?${query}`)).status).toBe(422);
  }
});

describe("signing out", () => {
  it("ends the session, clears the cookie, and keeps the other sessions", async () => {
    const { clients } = await devices(2);
    const [leaving, staying] = clients as [Client, Client];
    const stolen = copyOf(leaving);
    const { status, headers } = await leaving.send("DELETE", "/v1/sessions/current");
    const cookie = headers.getSetCookie()[0] ?? "";
    expect([status, cookie]).toEqual([204, expect.stringMatching(/^__Host-session=; .*Max-Age=0/)]);
    for (const attribute of ["Path=/", "Secure", "HttpOnly"]) expect(cookie).toContain(attribute);
    expect(await Promise.all([leaving, stolen, staying].map(isIn))).toEqual([false, false, true]);
    // As if the first answer had been lost.
    const again = await stolen.send("DELETE", "/v1/sessions/current");
    expect([again.status, again.headers.getSetCookie()[0]]).toEqual([204, cookie]);
  });

  it("works with a bearer token", async () => {
    const { email } = await account();
    const { body } = await signIn(client(), email, { headers: { "x-session-transport": "bearer" } });
    const headers = { authorization: `Bearer ${body.session.token}` };
    expect((await client().send("DELETE", "/v1/sessions/current", { headers })).status).toBe(204);
    expect((await client().send("GET", "/v1/customers/me", { headers })).status).toBe(401);
  });
});

describe("a new password", () => {
  const NEW = "another engine altogether";
  const change = (by: Client, body = { currentPassword: PASSWORD, newPassword: NEW }) =>
    by.send("PUT", "/v1/customers/me/password", { body });

  it("ends every session but the current one, and replaces the old password", async () => {
    const { email, clients } = await devices(4);
    const [, setting] = clients as [Client, Client];
    expect((await change(setting)).status).toBe(204);
    expect(await Promise.all(clients.map(isIn))).toEqual([false, true, false, false]);
    expect(await list(setting)).toHaveLength(1);
    expect((await signIn(client(), email)).status).toBe(401);
    expect((await signIn(client(), email, { password: NEW })).status).toBe(201);
  });

  it("ends more sessions than one DynamoDB call can", async () => {
    const { email, clients } = await devices(1);
    await Promise.all(Array.from({ length: 9 }, () => signIn(client(), email)));
    for (let round = 0; round < 2; round++) {
      await Promise.all(Array.from({ length: 9 }, () => signIn(client(), email)));
    }
    expect(await list(clients[0])).toHaveLength(28);
    await change(clients[0]);
    expect(await list(clients[0])).toHaveLength(1);
  });

  it("is refused, and ends nothing, without the old one, or when it is common or too short", async () => {
    const { email, clients } = await devices(2);
    const refused = [
      [{ currentPassword: "not the password", newPassword: NEW }, 403],
      [{ currentPassword: PASSWORD, newPassword: "password1" }, 422],
      [{ currentPassword: PASSWORD, newPassword: "2 short" }, 422],
      [{ currentPassword: PASSWORD, newPassword: "q7".repeat(65) }, 422],
    ] as const;
    for (const [body, status] of refused) {
      const answer = await change(clients[0], body);
      expect(answer.status).toBe(status);
      if (status === 422) expect(answer.body.errors[0].pointer).toBe("#/newPassword");
    }
    expect(await Promise.all(clients.map(isIn))).toEqual([true, true]);
    expect((await signIn(client(), email)).status).toBe(201);
  });

  it("leaves no session to a sign-in with the old one at the same moment", async () => {
    const { email, clients } = await devices(1);
    const late = Array.from({ length: 8 }, () => client());
    const changing = change(clients[0]);
    const signingIn = late.map(async (by, i) => {
      await new Promise((resolve) => setTimeout(resolve, i * 40));
      return signIn(by, email);
    });
    expect((await changing).status).toBe(204);
    await Promise.all(signingIn);
    expect(await Promise.all(late.map(isIn))).toEqual(late.map(() => false));
  });
});

describe("a customer's session ends", () => {
  it("after 30 days without use, to the second", async () => {
    at(start);
    const { shopper } = await account();
    at(start + 30 * DAY - 1000);
    expect(await isIn(copyOf(shopper))).toBe(true);
    at(start + 60 * DAY - 1000);
    expect(await isIn(shopper)).toBe(false);
  });

  it("after 90 days, however much it is used, while the cart stays", async () => {
    at(start);
    const { email, shopper } = await account();
    await add(shopper, sku);
    for (let day = 20; day < 90; day += 20) {
      at(start + day * DAY);
      expect(await isIn(shopper)).toBe(true);
    }
    at(start + 90 * DAY - 1000);
    expect(await isIn(shopper)).toBe(true);
    at(start + 90 * DAY);
    expect(await isIn(shopper)).toBe(false);
    at(start + 400 * DAY);
    await signIn(shopper, email);
    expect((await shopper.send("GET", "/v1/cart")).body).toMatchObject({ itemCount: 1, expiresAt: null });
  });

  it("and is no longer listed, even if the store still has it", async () => {
    at(start);
    const { email } = await account();
    at(start + 30 * DAY);
    const shopper = client();
    await signIn(shopper, email);
    expect(await list(shopper)).toHaveLength(1);
  });
});
