import { expect, it } from "vitest";
import { apiFor } from "../../../packages/local/src/functions/routes.ts";
import { apiAt } from "../fixtures/apis.ts";

const apis = [apiAt("/"), apiAt("/admin/"), apiAt("/admin/reports/")];

it.each([
  ["/", "/"],
  ["/v1/cart", "/"],
  ["/administrator", "/"],
  ["/Admin/v1", "/"],
  // API Gateway's `ANY /admin/{proxy+}` does not match it.
  ["/admin", "/"],
  ["/admin/v1/orders", "/admin/"],
  ["/admin/reports/today", "/admin/reports/"],
])("sends %s to the API at %s, in any order of the table", (path, expected) => {
  expect(apiFor(path, apis)?.path).toBe(expected);
  expect(apiFor(path, apis.toReversed())?.path).toBe(expected);
});

it("sends a path to the only API of the shop", () => {
  expect(apiFor("/v1/cart")?.name).toBe("api");
});
