import { createHash } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { mockClient } from "aws-sdk-client-mock";
import { expect, it, vi } from "vitest";
import { keyed, orderOf } from "../../../support/bodies.ts";
import { client, copyOf, secretOf } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";
import {
  account,
  add,
  erase,
  lines,
  newEmail,
  PASSWORD,
  profile,
  signIn,
  whereabouts,
} from "../../support/customer.ts";
import { requestEmail, requestReset, reset, tokenTo } from "../../support/links.ts";

it("erases an account from both stores, except what the law requires of its orders", async () => {
  const { sku } = await product({ price: 100, variants: [{}, {}] });
  const unique = newEmail().slice(4, 12);
  const [email, name, line1] = [`erased-${unique}@example.com`, `Name ${unique}`, `Street ${unique}`];
  const { shopper, id } = await account({ email, name });
  const phone = client();
  await signIn(phone, email, { headers: { "user-agent": `Phone of ${unique}` } });
  await signIn(client(), email, { password: "not the password" });
  const content = JSON.stringify({ name, line1 });
  await run("insert into address (id, customer_id, content) values (:address, :id, :content::jsonb)", {
    address: `addr_${id.slice(4)}`,
    id,
    content,
  });
  await add(shopper, sku);
  const order = orderOf(100, { email, note: `Ring at ${line1}` });
  const placed = await shopper.send("POST", "/v1/orders", { body: order, headers: keyed() });
  expect(placed.status).toBe(201);
  await add(shopper, sku);
  await shopper.send("PATCH", "/v1/cart", { body: { note: `Knock at ${line1}` } });
  const attempts = createHash("sha256").update(`account ${email}`).digest("base64url");
  expect(await whereabouts(line1)).toEqual(["Carts", "address", "orders"]);
  expect(await whereabouts(unique)).toEqual([
    "Carts",
    "Sessions",
    "address",
    "customer",
    "customer_token",
    "orders",
  ]);
  expect(await whereabouts(id.slice(4))).toEqual(expect.arrayContaining(["Carts", "Sessions", "orders"]));
  expect(await whereabouts(attempts)).toEqual(["Attempts"]);

  const { status, headers } = await erase(shopper);
  expect([status, headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining("Max-Age=0")]);

  expect(await whereabouts(email)).toEqual(["orders"]);
  for (const text of [name, line1, `Phone of ${unique}`, attempts])
    expect(await whereabouts(text)).toEqual([]);
  const kept = await whereabouts(id.slice(4));
  // Only the id remains: in the orders, for the sweep, and to revoke a session that is being created.
  for (const table of kept) expect(table).toBeOneOf(["Carts", "cart_checkout", "orders", "event"]);
});

it("ends its sessions on every device, and deletes its password and its cart", async () => {
  const { sku } = await product();
  const { shopper, email } = await account();
  const phone = client();
  await add(phone, sku);
  await signIn(phone, email);
  const again = copyOf(shopper);
  const merged = async () =>
    (await run("select id from cart_checkout where merged_into = :cart", { cart })).length;
  const cart = (await shopper.send("GET", "/v1/cart")).body.id;
  expect(await merged()).toBe(1);
  await erase(shopper);
  expect(await merged()).toBe(0);
  for (const by of [again, phone]) {
    expect((await profile(by)).status).toBe(401);
    expect((await erase(by)).status).toBe(401);
    expect(await lines(by)).toEqual({});
  }
  expect((await signIn(client(), email)).status).toBe(401);
});

it("frees its e-mail for a new account, which has nothing of the old one", async () => {
  const { sku } = await product();
  const { shopper, email, id } = await account();
  await add(shopper, sku);
  await erase(shopper);
  const next = await account({ email });
  expect(next.id).not.toBe(id);
  expect(await lines(next.shopper)).toEqual({});
  expect((await next.shopper.send("GET", "/v1/sessions")).body.data).toHaveLength(1);
});

it("refuses without the password, as often as a change of password, and changes nothing", async () => {
  const { shopper, email } = await account();
  const outcomeOf = async (password: string) => {
    const { status, body, headers } = await erase(shopper, password);
    expect(headers.getSetCookie()).toEqual([]);
    return [status, body.code];
  };
  for (let i = 0; i < 4; i++) expect(await outcomeOf(`wrong ${i}`)).toEqual([403, "customer.wrong_password"]);
  for (let i = 0; i < 3; i++) {
    const body = { currentPassword: `wrong ${i}`, newPassword: "another engine of mine" };
    expect((await shopper.send("PUT", "/v1/customers/me/password", { body })).status).toBe(403);
  }
  for (const password of ["wrong", PASSWORD]) {
    expect(await outcomeOf(password)).toEqual([429, "session.too_many_attempts"]);
  }
  expect((await profile(shopper)).status).toBe(200);
  expect((await signIn(client(), email)).status).toBe(201);
});

it("DELETE of the profile is 405, with the allowed methods", async () => {
  const { shopper } = await account();
  const { status, body, headers } = await shopper.send("DELETE", "/v1/customers/me");
  expect([status, body.code, headers.get("allow")]).toEqual([405, "route.method", "GET, HEAD, PATCH"]);
  expect((await profile(shopper)).status).toBe(200);
});

it("does not affect other customers", async () => {
  const [one, other] = [await account(), await account()];
  await erase(one.shopper);
  expect((await profile(other.shopper)).status).toBe(200);
});

it("writes no password, token or identity to a store or the log in clear text", async () => {
  const levels = ["debug", "log", "info", "warn", "error"] as const;
  const spies = levels.map((level) => vi.spyOn(console, level).mockImplementation(() => {}));
  const password = `secret-${newEmail()}`;
  const next = `next-${newEmail()}`;
  const wrong = `wrong-${newEmail()}`;
  const { shopper, email } = await account({ password, name: `Name ${password.slice(-20)}` });
  const secrets = [password, next, wrong, secretOf(shopper)];
  await signIn(shopper, email, { password: wrong });
  await signIn(shopper, email, { password });
  secrets.push(secretOf(shopper));
  for (const currentPassword of [wrong, password]) {
    const body = { currentPassword, newPassword: next };
    await shopper.send("PUT", "/v1/customers/me/password", { body });
  }
  const taken = (await account()).email;
  await requestEmail(shopper, taken, next);
  await requestReset(email);
  secrets.push(await tokenTo(taken), await tokenTo(email));
  await shopper.send("POST", "/v1/customers", { body: { email: taken, password, name: "Eve" } });
  // Nor is a store's error message, which may quote the input.
  const mocks = [mockClient(DynamoDBClient), mockClient(RDSDataClient)];
  const quoted = `ERROR: broken; Detail: Failing row contains (${email}, ${password}).; SQLState: 23514`;
  mocks[1]?.rejects(Object.assign(new Error(quoted), { name: "DatabaseErrorException" }));
  mocks[0]?.rejects(Object.assign(new Error("broken"), { name: "ValidationException" }));
  for (const withDynamo of [false, true]) {
    if (withDynamo) mocks[0]?.restore();
    expect((await profile(shopper)).status).toBe(500);
    expect((await reset(secrets.at(-1) ?? "", next)).status).toBe(500);
    expect((await signIn(client(), email, { password })).status).toBe(500);
    const body = { email: newEmail(), password, name: "Eve" };
    expect((await client().send("POST", "/v1/customers", { body })).status).toBe(500);
  }
  mocks[1]?.restore();
  const logged = JSON.stringify(spies.flatMap((spy) => spy.mock.calls));
  vi.restoreAllMocks();
  expect(logged).toContain("service.fault");
  for (const text of [...secrets, email, taken, password.slice(-20)]) expect(logged).not.toContain(text);
  for (const secret of secrets) expect(await whereabouts(secret)).toEqual([]);
  const [row] = await run("select password_hash from customer where email = :email", { email });
  expect(row).toEqual([expect.stringMatching(/^\$scrypt\$ln=14,r=8,p=5\$[\w-]{22}\$[\w-]{43}$/)]);
});
