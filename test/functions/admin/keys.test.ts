import { context } from "@myclothes/core/context";
import * as Key from "@myclothes/core/merchant/key";
import { describe, expect, it } from "vitest";
import { admin, deployer, withKey } from "../../support/admin.ts";
import { keyed } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { run } from "../../support/products.ts";

const list = "/admin/v1/keys";

describe("an API key", () => {
  it("is returned once, and only its hash is stored", async () => {
    const owner = await admin();
    const { status, body: made } = await owner.send("POST", list, {
      body: { name: "Warehouse", role: "packer" },
    });
    expect(status).toBe(201);
    expect(made).toMatchObject({
      name: "Warehouse",
      role: "packer",
      scopes: Key.roles.packer,
      lastUsedAt: null,
    });
    expect(Buffer.from(made.secret.slice(3), "base64url").length).toBeGreaterThanOrEqual(20);
    const { body: page } = await owner.send("GET", `${list}?limit=100`);
    expect(page.data).toContainEqual({ ...made, secret: undefined });
    expect(JSON.stringify(await run("select api_key::text from api_key"))).not.toContain(made.secret);
    const audit = await run("select audit::text from audit where subject = :id", { id: made.id });
    expect(audit).toHaveLength(1);
    expect(JSON.stringify(audit)).not.toContain(made.secret.slice(3));
  });

  it("is created once for each Idempotency-Key, and its secret is not shown again", async () => {
    const [owner, other] = [await admin(), await admin()];
    const request = { body: { name: "Once", role: "packer" }, headers: keyed() };
    const first = await owner.send("POST", list, request);
    expect([first.status, first.headers.get("idempotent-replayed")]).toEqual([201, null]);
    const again = await owner.send("POST", list, request);
    expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(again.body).toEqual({ ...first.body, secret: undefined });
    expect((await withKey(first.body.secret)("GET", "/admin/v1/orders")).status).toBe(200);
    const changed = await owner.send("POST", list, { ...request, body: { name: "Twice", role: "packer" } });
    expect([changed.status, changed.body.code]).toEqual([422, "idempotency.key_reused"]);
    // Of another author it is another request.
    expect((await other.send("POST", list, request)).body.id).not.toBe(first.body.id);
    const created = await run("select count(*) from audit where subject = :id", { id: first.body.id });
    expect(created).toEqual([[1]]);
  });

  it("is created once by parallel requests with one Idempotency-Key, and one of them gets its secret", async () => {
    const owner = await admin();
    const request = { body: { name: "Parallel", role: "packer" }, headers: keyed() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => owner.send("POST", list, request)));
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(201));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.secret)).toHaveLength(1);
  });

  it.each([
    ["is missing", ""],
    ["is wrong", `sk_${"a".repeat(43)}`],
    ["is not a key", "eyJhbGciOi.J9.e30"],
  ])("opens nothing with 401 if it %s", async (_, secret) => {
    const { status, body } = await withKey(secret)("GET", list);
    expect([status, body.code]).toEqual([401, "key.invalid"]);
  });

  it("opens nothing from the moment when it expires", async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { key } = await Key.create(context(), deployer, { name: "Short", role: "owner", expiresAt });
    const { id, secret = "" } = key;
    expect((await withKey(secret)("GET", list)).status).toBe(200);
    await run("update api_key set expires_at = now() where id = :id", { id });
    expect((await withKey(secret)("GET", list)).status).toBe(401);
  });

  it("opens nothing after it was revoked, and revoking it again does no harm", async () => {
    const [owner, other] = [await admin(), await admin()];
    for (let i = 0; i < 2; i++) expect((await owner.send("DELETE", `${list}/${other.id}`)).status).toBe(204);
    expect((await other.send("GET", list)).status).toBe(401);
    const { data } = (await owner.send("GET", `${list}?limit=100`)).body;
    expect(data.map(({ id }: { id: string }) => id)).not.toContain(other.id);
    const { status, body } = await owner.send("DELETE", `${list}/key_none`);
    expect([status, body.code]).toEqual([404, "key.unknown"]);
  });

  it("needs the scope that the route names", async () => {
    const { status, body } = await (await admin("manager")).send("GET", list);
    expect([status, body.code, body.scope]).toEqual([403, "key.scope", "keys:write"]);
  });

  it("cannot create a key with more scopes than its own", async () => {
    const { send } = await admin(["keys:write", "orders:read"]);
    const { status, body } = await send("POST", list, { body: { name: "More", role: "packer" } });
    expect([status, body.code]).toEqual([403, "key.scope"]);
    expect(body.scope).toBe("catalog:read stock:write fulfillments:write");
    expect((await send("POST", list, { body: { name: "Same", scopes: ["orders:read"] } })).status).toBe(201);
  });

  it.each([
    ["neither a role nor scopes", { name: "A" }],
    ["both", { name: "A", role: "owner", scopes: ["orders:read"] }],
    ["an unknown scope", { name: "A", scopes: ["orders:delete"] }],
    ["an end in the past", { name: "A", role: "packer", expiresAt: "2020-01-01T00:00:00Z" }],
    ["an end in the year 0", { name: "A", role: "packer", expiresAt: "0000-01-01T00:00:00Z" }],
    ["a blank name", { name: " ", role: "packer" }],
  ])("is refused with 422 if it has %s", async (_, body) => {
    expect((await (await admin()).send("POST", list, { body })).status).toBe(422);
  });

  it("is listed with an end that has more digits than milliseconds", async () => {
    const owner = await admin();
    const body = { name: "Long", role: "packer", expiresAt: "9999-12-31T23:59:59.9999999Z" };
    const { status, body: made } = await owner.send("POST", list, { body });
    expect([status, made.expiresAt]).toEqual([201, "9999-12-31T23:59:59.999Z"]);
    const { data } = (await owner.send("GET", `${list}?limit=100`)).body;
    expect(data).toContainEqual({ ...made, secret: undefined });
    await owner.send("DELETE", `${list}/${made.id}`);
  });

  it("shows when it was last used", async () => {
    const owner = await admin();
    await owner.send("GET", list);
    const { data } = (await owner.send("GET", `${list}?limit=100`)).body;
    const own = data.find(({ id }: { id: string }) => id === owner.id);
    expect(Date.parse(own.lastUsedAt)).toBeGreaterThan(Date.now() - 600_000);
  });
});

it("no shopper's session opens the admin API", async () => {
  const shopper = client();
  await shopper.send("GET", "/v1/cart", { headers: { "x-session-transport": "bearer" } });
  const { body } = await client().send("GET", "/v1/cart", { headers: { "x-session-transport": "bearer" } });
  for (const secret of [body.session.token, shopper.jar.cookie])
    expect((await withKey(secret)("GET", list)).status).toBe(401);
});

describe("the audit log", () => {
  it("has one row for each write, with its key, route, subject and values", async () => {
    const owner = await admin();
    const { body: made } = await owner.send("POST", list, { body: { name: "Till", role: "packer" } });
    await owner.send("DELETE", `${list}/${made.id}`);
    await owner.send("DELETE", `${list}/${made.id}`);
    const { body: log } = await owner.send("GET", `/admin/v1/audit?subject=${made.id}`);
    const value = { name: "Till", role: "packer", scopes: null, expiresAt: null };
    const common = {
      keyId: owner.id,
      keyName: "Test",
      subject: made.id,
      id: expect.any(Number),
      at: expect.any(String),
    };
    expect(log).toEqual({
      data: [
        { ...common, route: "DELETE /admin/v1/keys/{id}", before: value, after: null },
        { ...common, route: "POST /admin/v1/keys", before: null, after: value },
      ],
      nextCursor: null,
    });
  });

  it("is read page by page", async () => {
    const owner = await admin();
    const { body: first } = await owner.send("GET", "/admin/v1/audit?limit=1");
    const { body: second } = await owner.send("GET", `/admin/v1/audit?limit=1&cursor=${first.nextCursor}`);
    expect(second.data[0].id).toBeLessThan(first.data[0].id);
    expect((await owner.send("GET", "/admin/v1/audit?cursor=abc")).status).toBe(422);
  });

  it("omits a value that is too long for a list", async () => {
    const subject = `long-${crypto.randomUUID()}`;
    await run(
      "insert into audit (key_id, route, subject, after) select 'k', 'r', :subject, to_jsonb(repeat('x', 5000))",
      { subject },
    );
    const { data } = (await (await admin()).send("GET", `/admin/v1/audit?subject=${subject}`)).body;
    expect(data[0].after).toEqual({ omittedBytes: 5002 });
  });
});
