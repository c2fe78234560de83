import { describe, expect, it } from "vitest";
import {
  deviceOf,
  isSignedOut,
  linkToken,
  nextOf,
  orderState,
  signInPath,
} from "../../packages/storefront/src/pages/account/account.rules.ts";

describe("after a sign-in", () => {
  it.each(["/checkout", "/account/orders", "/search?q=linen%20shirt", "/orders/ord_1?x=1", "/"])(
    "leads back to %s",
    (path) => {
      const { pathname, search } = new URL(signInPath(path), "http://shop.example");
      expect(pathname).toBe("/sign-in");
      expect(nextOf(search.slice(1))).toBe(path);
    },
  );

  it.each([
    "https://other.example/",
    "//other.example",
    "/\\other.example",
    "/a\\b",
    "/\t/other.example",
    "/\n/other.example",
    "/.//other.example",
    "/a/..//other.example",
    "javascript:alert(1)",
    "account",
    "",
    "/sign-in",
    "/register?next=/sign-in",
    "/account/password-reset",
    "/v1/cart",
    "/admin",
  ])("leads to the account instead of %j", (path) => {
    expect(nextOf(new URLSearchParams({ next: path }).toString())).toBe("/account");
  });

  it("leads to the account if nobody says where", () => {
    expect(nextOf("")).toBe("/account");
    expect(signInPath("/account")).toBe("/sign-in");
    expect(signInPath("/checkout", "/register")).toBe("/register?next=%2Fcheckout");
  });
});

it("tells an ended session from a wrong password", () => {
  expect(isSignedOut({ code: "session.required" })).toBe(true);
  expect(isSignedOut({ code: "session.expired" })).toBe(true);
  expect(isSignedOut({ code: "session.bad_credentials" })).toBe(false);
});

it("finds the token of a mailed link", () => {
  expect(linkToken("#token=abc-_1")).toBe("abc-_1");
  for (const hash of ["", "#", "#token=", "#abc"]) expect(linkToken(hash)).toBeUndefined();
});

const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0";
const safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0";
it.each([
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, "Chrome", "Windows"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/150.0.0.0`, "Edge", "Windows"],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Safari/605.1.15`, "Safari", "Mac"],
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) ${safari} Mobile/1 Safari/1`, "Safari", "iPhone"],
  [`Mozilla/5.0 (Linux; Android 16; K) ${chrome} Mobile Safari/537.36`, "Chrome", "Android"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox", "Linux"],
  ["curl/8.5.0", "curl", undefined],
  ["Mozilla/5.0", undefined, undefined],
  ["", undefined, undefined],
])("knows %s", (userAgent, browser, system) => {
  expect(deviceOf(userAgent)).toEqual({ browser, system });
});

describe("the state of an order", () => {
  const order = {
    status: "open",
    paymentStatus: "pending",
    fulfillmentStatus: "not_fulfilled",
    payment: { provider: "stripe" },
  } as const;
  it.each([
    [{}, "unpaid"],
    [{ payment: { provider: "manual" } }, "received"],
    [{ paymentStatus: "failed" }, "paymentFailed"],
    [{ paymentStatus: "authorized" }, "received"],
    [{ status: "confirmed", paymentStatus: "authorized" }, "preparing"],
    [{ status: "confirmed", paymentStatus: "paid", fulfillmentStatus: "partially_shipped" }, "partlyShipped"],
    [{ status: "confirmed", paymentStatus: "paid", fulfillmentStatus: "shipped" }, "shipped"],
    [{ status: "complete", paymentStatus: "paid", fulfillmentStatus: "delivered" }, "delivered"],
    [
      { status: "complete", paymentStatus: "partially_refunded", fulfillmentStatus: "delivered" },
      "delivered",
    ],
    [{ status: "complete", paymentStatus: "refunded", fulfillmentStatus: "delivered" }, "refunded"],
    [{ status: "complete", paymentStatus: "refunded", fulfillmentStatus: "returned" }, "returned"],
    [{ status: "canceled", paymentStatus: "canceled" }, "canceled"],
    [{ status: "canceled", paymentStatus: "refunded" }, "canceled"],
  ] as const)("of %j is %s", (change, state) => {
    expect(orderState({ ...order, ...change })).toBe(state);
  });
});
