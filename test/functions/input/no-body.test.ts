import { gzipSync } from "node:zlib";
import { app, info } from "@myclothes/functions/admin";
import { openapi } from "@myclothes/functions/openapi";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admin } from "../../support/admin.ts";
import { askShop, type Client, client } from "../../support/client.ts";
import { routes } from "../support/inputs.ts";

const writes = ["POST", "PUT", "PATCH"];
const shopRoutes = routes.filter(
  ({ method, body, path }) => writes.includes(method) && !body && !path.endsWith("/stripe"),
);
const json = { "content-type": "application/json" };

describe.each(shopRoutes)("$name, which reads no body,", ({ method, path }) => {
  let send: Client["send"];
  beforeEach(() => {
    ({ send } = client());
  });

  it("has the same answer without a body and with an empty object", async () => {
    const { status } = await send(method, path);
    expect(status).not.toBe(422);
    expect((await client().send(method, path, { body: {} })).status).toBe(status);
  });

  it("refuses fields that would have no effect", async () => {
    const { status, body } = await send(method, path, { body: { sku: "TEE", quantity: 1 } });
    expect([status, body.code]).toEqual([422, "request.invalid"]);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["#/sku", "#/quantity"]);
    expect((await send(method, path, { body: "null" })).status).toBe(422);
  });

  it("refuses what is no JSON, and another or an encoded type", async () => {
    expect((await send(method, path, { body: "{" })).body.code).toBe("request.malformed");
    const text = { body: "x", headers: { "content-type": "text/plain" } };
    expect((await send(method, path, text)).body.code).toBe("request.media_type");
    const headers = { ...json, "content-encoding": "gzip" };
    expect((await askShop(path, { method, headers, body: gzipSync("{}") })).status).toBe(415);
  });
});

describe("a route of the merchant that reads no body", () => {
  const found = Object.entries(openapi(app, info).paths).flatMap(([template, operations]) =>
    Object.entries(operations).flatMap(([verb, { requestBody }]) =>
      writes.includes(verb.toUpperCase()) && !requestBody
        ? [{ method: verb.toUpperCase(), path: template.replaceAll(/\{\w+\}/g, "none") }]
        : [],
    ),
  );
  let send: Client["send"];
  beforeAll(async () => {
    ({ send } = await admin());
  });

  it.each(found)("refuses fields that would have no effect: $method $path", async ({ method, path }) => {
    const { status, body } = await send(method, path, { body: { reason: "x" } });
    expect([status, body.errors?.[0].pointer]).toEqual([422, "#/reason"]);
    expect((await send(method, path, { body: {} })).status).not.toBe(422);
  });
});

it("a DELETE may have a body, which has no meaning", async () => {
  expect((await client().send("DELETE", "/v1/cart", { body: { sku: "TEE" } })).status).toBe(200);
});
