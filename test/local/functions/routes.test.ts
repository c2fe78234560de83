import { expect, it } from "vitest";
import { routeFor } from "../../../packages/local/src/functions/routes.ts";
import { apiAt } from "../fixtures/apis.ts";

const apis = [
  apiAt("/"),
  apiAt("/admin/{proxy+}"),
  apiAt("/admin/reports/{proxy+}"),
  apiAt("/admin/orders/{id}/refunds"),
];

it.each([
  ["/", "/"],
  ["/v1/cart", "/"],
  ["/administrator", "/"],
  ["/Admin/v1", "/"],
  // API Gateway's `ANY /admin/{proxy+}` does not match it.
  ["/admin", "/"],
  ["/admin/", "/"],
  ["/admin/v1/orders", "/admin/{proxy+}"],
  ["/admin/reports/today", "/admin/reports/{proxy+}"],
  ["/admin/orders/7/refunds", "/admin/orders/{id}/refunds"],
  ["/admin/orders/7/refunds/8", "/admin/{proxy+}"],
  ["/admin/orders/7/8/refunds", "/admin/{proxy+}"],
])("sends %s to the API at %s, in any order of the table", (path, expected) => {
  expect(routeFor(path, apis)?.path).toBe(expected);
  expect(routeFor(path, apis.toReversed())?.path).toBe(expected);
});

it("reads the variables of the path", () => {
  expect(routeFor("/admin/orders/7/refunds", apis)?.parameters).toEqual({ id: "7" });
  expect(routeFor("/admin/reports/to/day", apis)?.parameters).toEqual({ proxy: "to/day" });
});

it.each([
  ["/", "pages"],
  ["/products/x", "pages"],
  ["/admin", "pages"],
  ["/admin/orders/ord_1", "pages"],
  ["/v1", "pages"],
  ["/docs", "api"],
  ["/openapi.json", "api"],
  ["/admin/docs", "admin"],
  ["/admin/openapi.json", "admin"],
  ["/v1/cart", "api"],
  ["/v1/orders", "orders"],
  ["/v1/orders/ord_1", "payments"],
  ["/v1/orders/ord_1/payment", "payments"],
  ["/v1/webhooks/stripe", "payments"],
  ["/admin/v1/orders/ord_1", "admin"],
  ["/admin/v1/orders/ord_1/fulfillments", "admin"],
  ["/admin/v1/orders/ord_1/refunds", "payments"],
])("sends %s to %s", (path, expected) => {
  expect(routeFor(path)?.name).toBe(expected);
});
