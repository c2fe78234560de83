import { publicEvents } from "@myclothes/core/events";
import { describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";

const path = () => `/admin/v1/webhook-endpoints/t-${crypto.randomUUID().slice(0, 30)}`;
const url = "https://erp.example.com/hooks";

describe("PUT /admin/v1/webhook-endpoints/{id}", () => {
  it("creates an endpoint, shows its secret once, and replaces it", async () => {
    const { send, id: keyId } = await admin();
    const at = path();
    const created = await send("PUT", at, { body: { url, events: ["order.placed"] } });
    expect(created.status).toBe(201);
    expect(created.body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const replaced = await send("PUT", at, { body: { url, events: ["*"], enabled: false } });
    expect([replaced.status, replaced.body.secret, replaced.body.enabled]).toEqual([200, undefined, false]);
    expect((await send("GET", at)).body).toEqual(replaced.body);
    const { data } = (await send("GET", `/admin/v1/audit?subject=${at.split("/").at(-1)}`)).body;
    const [first, second] = [
      { url, events: ["order.placed"], enabled: true },
      { url, events: ["*"], enabled: false },
    ];
    expect(data).toMatchObject([
      { keyId, before: first, after: second },
      { keyId, before: null, after: first },
    ]);
    expect(JSON.stringify(data)).not.toContain(created.body.secret.slice(6));
    await send("DELETE", at);
  });

  it.each([
    ["plain HTTP", { url: "http://erp.example.com", events: ["*"] }],
    ["no address", { url: "https://", events: ["*"] }],
    ["a password in the address", { url: "https://a:b@erp.example.com", events: ["*"] }],
    ["no events", { url, events: [] }],
    ["an unknown event", { url, events: ["order.plcaed"] }],
    ["an event of the shop itself", { url, events: ["customer.password_reset"] }],
    ["a private address", { url: "https://10.0.0.1/", events: ["*"] }],
    ["a private address in another notation", { url: "https://0x7f.1/", events: ["*"] }],
    ["a private IPv6 address", { url: "https://[::1]:8443/", events: ["*"] }],
    ["this machine's name", { url: "https://localhost/", events: ["*"] }],
  ])("refuses %s with 422", async (_, body) => {
    expect((await (await admin()).send("PUT", path(), { body })).status).toBe(422);
  });

  it("refuses a bad id with 404", async () => {
    const { status, body } = await (await admin()).send("PUT", "/admin/v1/webhook-endpoints/A%20B", {
      body: { url, events: ["order.paid"] },
    });
    expect([status, body.code]).toEqual([404, "webhook.unknown"]);
  });
});

it("accepts each event that the merchant may receive, and a public IP address", async () => {
  const { send } = await admin();
  const at = path();
  const body = { url: "https://8.8.8.8/hooks", events: publicEvents, enabled: false };
  expect((await send("PUT", at, { body })).status).toBe(201);
  await send("DELETE", at);
});

it("lists and deletes endpoints, and answers 404 for those that are gone", async () => {
  const { send } = await admin();
  const at = path();
  await send("PUT", at, { body: { url, events: ["order.paid"] } });
  expect((await send("GET", "/admin/v1/webhook-endpoints")).body.data).toContainEqual(
    (await send("GET", at)).body,
  );
  expect((await send("GET", `${at}/deliveries`)).body).toEqual({ data: [], nextCursor: null });
  expect((await send("DELETE", at)).status).toBe(204);
  for (const [method, gone] of [
    ["GET", at],
    ["DELETE", at],
    ["GET", `${at}/deliveries`],
    ["POST", `${at}/deliveries/dlv_1/retry`],
  ] as const)
    expect((await send(method, gone)).body.code).toBe("webhook.unknown");
});

it("needs the scope settings:write", async () => {
  expect((await (await admin("manager")).send("GET", "/admin/v1/webhook-endpoints")).status).toBe(403);
});
