import { context } from "@myclothes/core/context";
import * as Key from "@myclothes/core/merchant/key";
import { beforeAll, describe, expect, it } from "vitest";
import { admin, askAdmin, deployer, withKey } from "../../support/admin.ts";
import { type Client, client } from "../../support/client.ts";
import { run } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { adminRoutes, publicRoutes } from "../support/admin-routes.ts";

type Send = Client["send"];

/** One key for each scope, with only this scope. */
const withScope = new Map<string, Send>();
/** Requests that come with no valid key. */
const strangers: [name: string, send: Send][] = [];
const keyIds: string[] = [];

/** A new key that ends by `statement`, a change of its row. */
async function ended(statement: string): Promise<Send> {
  const { key } = await Key.create(context(), deployer, { name: "Ended", role: "owner" });
  const { id, secret = "" } = key;
  await run(`update api_key set ${statement} where id = :id`, { id });
  keyIds.push(id);
  return withKey(secret);
}

beforeAll(async () => {
  for (const scope of Key.SCOPES) {
    const { id, send } = await admin([scope]);
    withScope.set(scope, send);
    keyIds.push(id);
  }
  const shopper = client(askAdmin);
  const guest = client();
  const { body } = await guest.send("POST", "/v1/cart", { headers: { "x-session-transport": "bearer" } });
  const other = client();
  await other.send("POST", "/v1/cart");
  shopper.jar.cookie = other.jar.cookie;
  strangers.push(
    ["no key", client(askAdmin).send],
    ["a wrong key", withKey(`sk_${"a".repeat(43)}`)],
    ["an expired key", await ended("expires_at = now()")],
    ["a revoked key", await ended("revoked_at = now()")],
    ["a shopper's bearer token", withKey(body.session.token)],
    ["a shopper's cookie", shopper.send],
  );
});

/** The request changes nothing also when the key may make it: its IDs do not exist, and its body is empty. */
const request = (method: string) => (method === "GET" || method === "DELETE" ? {} : { body: {} });

it("only the description of the API needs no key", () => {
  expect(publicRoutes.sort()).toEqual(["getDocs", "getOpenapi"]);
  expect(adminRoutes.length).toBeGreaterThan(30);
});

/** What each group of routes needs, as people decided it: the description alone would repeat a mistake. */
const expected: [route: RegExp, scopes: Key.Scope[]][] = [
  [/ (keys|audit|dead-letters)\b/, ["keys:write"]],
  [/ (settings PUT|webhook-endpoints)/, ["settings:write"]],
  [/ customers\S* GET/, ["customers:read"]],
  [/ customers\S* DELETE/, ["customers:write"]],
  [/ events GET/, ["orders:read", "customers:read", "catalog:read"]],
  [/ (orders|settings|reports.sales)\S* GET/, ["orders:read"]],
  [/ orders\S*.fulfillments\S* POST/, ["fulfillments:write"]],
  [/ orders\S*.refunds POST/, ["refunds:write"]],
  [/ orders\S* POST/, ["orders:write"]],
  [/ variants\S*.stock(-movements)? (PUT|POST)/, ["stock:write"]],
  [/ (products|variants|categories|redirects|images|reports.stock)\S* GET/, ["catalog:read"]],
  [/ (products|variants|categories|redirects|uploads)\S* (PUT|PATCH|POST|DELETE)/, ["catalog:write"]],
];

it.each(adminRoutes)("$route needs the scopes that were decided for it", ({ method, route, scopes }) => {
  const name = ` ${route.split("/admin/v1/")[1]} ${method}`;
  const [, wanted] = expected.find(([pattern]) => pattern.test(name)) ?? [];
  expect(scopes, name).toEqual(wanted);
});

describe.each(adminRoutes)("$route", ({ method, path, scopes }) => {
  it(`opens with ${scopes.join(" and ")}, and with no other scope`, async () => {
    for (const [scope, send] of withScope) {
      const { status, body } = await send(method, path, request(method));
      const missing = scopes.filter((one) => one !== scope);
      if (missing.length === 0) expect([401, 403], `${scope}: ${status}`).not.toContain(status);
      else expect([status, body.code, body.scope], scope).toEqual([403, "key.scope", missing.join(" ")]);
    }
    const { send } = await admin(scopes as Key.Scope[]);
    expect([401, 403]).not.toContain((await send(method, path, request(method))).status);
    recordTrials({ promise: "K1", trials: withScope.size + 1 });
  });

  it("opens with no key that is missing, wrong, expired or revoked, and with no shopper's session", async () => {
    for (const [name, send] of strangers) {
      const { status, body } = await send(method, path, request(method));
      expect([status, body.code], name).toEqual([401, "key.invalid"]);
    }
    recordTrials({ promise: "K1", trials: strangers.length });
  });
});

it("none of these requests has changed anything", async () => {
  for (const id of keyIds)
    expect(await run("select route, subject from audit where key_id = :id", { id })).toEqual([]);
});

it("a packer cannot list or read customers", async () => {
  const { send } = await admin("packer");
  for (const path of ["/admin/v1/customers", "/admin/v1/customers/cus_none"]) {
    const { status, body } = await send("GET", path);
    expect([status, body.scope]).toEqual([403, "customers:read"]);
  }
});
