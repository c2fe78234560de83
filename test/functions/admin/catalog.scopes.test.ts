import * as Key from "@myclothes/core/merchant/key";
import { app } from "@myclothes/functions/admin";
import { describe, expect, it } from "vitest";
import { admin, withKey } from "../../support/admin.ts";
import { productBody, usd } from "../../support/catalog-edits.ts";
import { product, variant } from "../../support/products.ts";

/** All routes of the catalogue, with the scope that each needs and a valid body. */
const routes: [method: string, path: string, scope: Key.Scope, body?: object][] = [
  ["GET", "/admin/v1/products", "catalog:read"],
  ["GET", "/admin/v1/products/:handle", "catalog:read"],
  ["PUT", "/admin/v1/products/:handle", "catalog:write", productBody([])],
  ["DELETE", "/admin/v1/products/:handle", "catalog:write"],
  ["PATCH", "/admin/v1/variants/:sku", "catalog:write", { price: usd(1) }],
  ["GET", "/admin/v1/variants/:sku/stock", "catalog:read"],
  ["PUT", "/admin/v1/variants/:sku/stock", "stock:write", { quantity: 1 }],
  ["GET", "/admin/v1/variants/:sku/stock-movements", "catalog:read"],
  ["POST", "/admin/v1/variants/:sku/stock-movements", "stock:write", { delta: 1, reason: "received" }],
  ["GET", "/admin/v1/categories", "catalog:read"],
  ["PUT", "/admin/v1/categories/:handle", "catalog:write", { title: "T", position: 1 }],
  ["DELETE", "/admin/v1/categories/:handle", "catalog:write"],
  ["GET", "/admin/v1/collections", "catalog:read"],
  ["GET", "/admin/v1/collections/:handle", "catalog:read"],
  ["PUT", "/admin/v1/collections/:handle", "catalog:write", { title: "T", products: [] }],
  ["DELETE", "/admin/v1/collections/:handle", "catalog:write"],
  ["GET", "/admin/v1/redirects", "catalog:read"],
  ["PUT", "/admin/v1/redirects/:handle", "catalog:write", { to: "x" }],
  ["DELETE", "/admin/v1/redirects/:handle", "catalog:write"],
  ["GET", "/admin/v1/reports/stock", "catalog:read"],
];

it("lists every route of the catalogue", () => {
  const catalog = /^\/admin\/v1\/(products|variants|categories|collections|redirects|reports\/stock)/;
  const found = app.routes.filter(({ method, path }) => method !== "ALL" && catalog.test(path));
  const names = new Set(found.map(({ method, path }) => `${method} ${path}`));
  expect([...names].sort()).toEqual(routes.map(([method, path]) => `${method} ${path}`).sort());
});

describe.each(routes)("%s %s", (method, path, scope, body) => {
  it(`needs ${scope}, and a key without it changes nothing`, async () => {
    const { handle, sku } = await product({ stock: 5 });
    const url = path.replace(":handle", handle).replace(":sku", sku);
    const request = { ...(body && { body }), headers: { "if-match": "*" } };
    const others = await admin(Key.SCOPES.filter((one) => one !== scope));
    const refused = await others.send(method, url, request);
    expect([refused.status, refused.body.code, refused.body.scope]).toEqual([403, "key.scope", scope]);
    for (const secret of ["", "sk_wrong"])
      expect((await withKey(secret)(method, url, request)).status).toBe(401);
    expect(await variant(sku)).toEqual({ price: 2500, stock: 5 });
    const { status } = await (await admin([scope])).send(method, url, request);
    // 409: the PUT leaves out a variant that has stock. 412: there is no collection of that version.
    expect([200, 201, 204, 404, 409, 412]).toContain(status);
  });
});

it("a packer moves stock and reads the catalogue, and changes no product", async () => {
  const { handle, sku } = await product({ stock: 5 });
  const { send } = await admin("packer");
  const body = { delta: 1, reason: "returned" };
  expect((await send("POST", `/admin/v1/variants/${sku}/stock-movements`, { body })).status).toBe(201);
  expect((await send("GET", `/admin/v1/products/${handle}`)).status).toBe(200);
  expect((await send("DELETE", `/admin/v1/products/${handle}`)).status).toBe(403);
});
