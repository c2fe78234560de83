import { beforeAll, describe, expect, it } from "vitest";
import { askShop, type Client } from "../support/client.ts";
import { product } from "../support/products.ts";
import { account } from "./customer.ts";
import { bodyRoutes, pathRoutes, queryRoutes } from "./inputs.ts";

const SEGMENTS = [
  ...["%00", "a%00b", "%01", "%7f", "%ff", "%c3%28", "%ed%a0%80", "%", "%zz", "%2", "%u0041", "%25", "%2500"],
  ...[
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "%2e%2e%2f",
    "..%5c",
    "%2f",
    "a%2fb",
    "a;b=c",
    "a?b",
    "a#b",
    "a%23b",
    "%20",
  ],
  ...[
    "'",
    "%27%3bdrop%20table%20orders",
    "%22",
    "\\",
    "*",
    ":sku",
    "{sku}",
    "__proto__",
    "constructor",
    "toString",
  ],
  ...[
    "-1",
    "0",
    "1e400",
    "null",
    "undefined",
    "é",
    "e%CC%81",
    "😀",
    "%F0%9F%98%80",
    "a".repeat(8000),
    "%00".repeat(2000),
  ],
];
const VALUES = [
  ...SEGMENTS.filter((value) => !/[?#]/.test(value)),
  "",
  "a&b",
  "a=b",
  "[]",
  "a,b",
  "+",
  "%0d%0a",
];

let shopper: Client;
beforeAll(async () => {
  // A customer: nobody else gets so far as to be told that a thing is not there.
  ({ shopper } = await account());
  const { sku } = await product();
  await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
});
const expectUnchanged = async () => {
  expect((await shopper.send("GET", "/v1/cart")).body.version).toBe(1);
};

describe.each(pathRoutes)("$method $path", ({ method, path }) => {
  const body = bodyRoutes.find(({ name }) => name === `${method} ${path}`)?.example;

  it("knows nothing by a hostile name, and breaks by none", async () => {
    for (const segment of SEGMENTS) {
      const target = `${path.replace(/:\w+/, segment)}${method === "GET" ? "?token=x" : ""}`;
      const { status } = await shopper.send(method, target, {
        ...(body && { body }),
      });
      const removed = method === "DELETE" && status === 200;
      expect([segment, status]).toEqual([segment, removed ? 200 : status === 405 ? 405 : 404]);
    }
    await expectUnchanged();
  });
});

describe.each(queryRoutes)("$method $path", ({ method, path, names }) => {
  it.each(names)("?%s takes or refuses a hostile value, and breaks by none", async (name) => {
    for (const value of VALUES) {
      const { status, body } = await shopper.send(method, `${path}?${name}=${value}`);
      expect([name, value, [200, 404, 422].includes(status)]).toEqual([name, value, true]);
      if (status === 422) expect(body.errors[0].pointer).toBe(`?${name}`);
    }
  });

  it("does not mind parameters that it does not know", async () => {
    const { status } = await shopper.send(
      method,
      `${path}?__proto__=1&constructor=2&%00=3&%ff=4&=5&&a[]=6&%=7`,
    );
    expect([200, 404]).toContain(status);
  });
});

describe("hostile headers", () => {
  const latin = (text: string) => Buffer.from(text).toString("latin1");
  const values = [
    "",
    " ",
    "\t",
    "*",
    '"',
    '"1',
    "W/",
    ",,,,",
    "a".repeat(8000),
    "é",
    latin("😀"),
    "\u0080",
    "%00",
    "{}",
  ];
  const names = [
    "if-match",
    "idempotency-key",
    "cookie",
    "authorization",
    "x-request-id",
    "content-type",
    "accept",
  ];
  const others = [
    "origin",
    "sec-fetch-site",
    "if-none-match",
    "x-session-transport",
    "content-length",
    "range",
  ];

  it.each([...names, ...others])("%s", async (name) => {
    for (const value of values) {
      const headers = { "content-type": "application/json", cookie: shopper.jar.cookie, [name]: value };
      for (const path of ["/v1/products?limit=1", "/v1/cart"]) {
        const read = await askShop(path, { headers });
        expect([value, [200, 304].includes(read.status)]).toEqual([value, true]);
      }
      const body = JSON.stringify({ sku: "NONE", quantity: 1 });
      const write = await askShop("/v1/cart/items", { method: "POST", headers, body });
      expect([value, [403, 404, 412, 415, 422].includes(write.status)]).toEqual([value, true]);
    }
    await expectUnchanged();
  });
});
