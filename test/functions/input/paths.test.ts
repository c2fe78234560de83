import { beforeAll, describe, expect, it } from "vitest";
import { opened } from "../../support/bodies.ts";
import { askShop, type Client, client } from "../../support/client.ts";
import { random } from "../../support/random.ts";
import { bodyRoutes, pathRoutes, queryRoutes, routes } from "../support/inputs.ts";
import { type Resident, resident, stateOf } from "../support/resident.ts";
import { shareOf } from "../support/share.ts";
import { numbersFor, wrongParameters } from "../support/values.ts";

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
  "a%26b",
  "a=b",
  "[]",
  "a,b",
  "+",
  "%0d%0a",
];

let customer: Resident;
let shopper: Client;
let before: unknown;
beforeAll(async () => {
  // A customer, because others are refused before the name is looked up.
  customer = await resident();
  shopper = customer.shopper;
  before = await stateOf(shopper);
});
const expectUnchanged = async () => expect(await stateOf(shopper)).toEqual(before);

describe.each(pathRoutes)("$method $path", ({ name, method, path }) => {
  const body = bodyRoutes.find((route) => route.name === name)?.example;

  it("returns 404 or 422 for hostile names, never a fault", async () => {
    const other = (id: string) =>
      id.startsWith("ord_") ? id.replace("ord", "addr") : id.replace("addr", "ord");
    const near = customer.ids.flatMap((id) => [
      other(id),
      id.toLowerCase(),
      `${id}0`,
      id.slice(0, -1),
      id.slice(4),
    ]);
    for (const segment of shareOf([...SEGMENTS, ...near])) {
      const target = `${path.replace(/:\w+/, segment)}`;
      const { status } = await shopper.send(method, target, { ...(body && { body }), headers: opened("x") });
      const removed = method === "DELETE" && status === 200;
      expect([segment, status]).toEqual([segment, removed ? 200 : status === 405 ? 405 : 404]);
    }
    await expectUnchanged();
  });
});

describe.each(queryRoutes)("$name", ({ method, path, fields }) => {
  const ask = (name: string, value: string) => shopper.send(method, `${path}?${name}=${value}`);
  const expectRefused = async (name: string, value: string) => {
    const { status, body } = await ask(name, value);
    expect([value.slice(0, 99), status, body.errors?.[0].pointer]).toEqual([
      value.slice(0, 99),
      422,
      `?${name}`,
    ]);
  };
  const parameters = fields.map((field) => ({ field, name: field.path[0] ?? "" }));

  it.each(parameters)("?$name refuses invalid and repeated values with 422", async ({ name, field }) => {
    for (const value of shareOf(wrongParameters(field))) await expectRefused(name, encodeURIComponent(value));
    await expectRefused(
      name,
      Array(1 + (field.limits.maxItems ?? 1))
        .fill("1")
        .join(`&${name}=`),
    );
  });

  it.each(parameters)(
    "?$name accepts or refuses hostile values, never with a fault",
    async ({ name, field }) => {
      for (const value of [...shareOf(VALUES), ...numbersFor(field.limits).map(String)]) {
        const { status, body } = await ask(name, value);
        expect([name, value, [200, 404, 422].includes(status)]).toEqual([name, value, true]);
        if (status === 422) expect(body.errors[0].pointer).toBe(`?${name}`);
      }
    },
  );

  it("treats empty parameters as absent", async () => {
    const names = fields.map(({ path }) => path[0]);
    const plain = await shopper.send(method, path);
    const empty = await shopper.send(method, `${path}?${names.map((name) => `${name}=`).join("&")}`);
    expect([empty.status, empty.body]).toEqual([plain.status, plain.body]);
  });
});

describe.each(routes)("$method $path", ({ method, path, query }) => {
  it("refuses unknown query parameters with 422 and their pointers", async () => {
    const names = ["color[]", "colour", "token", "__proto__", "constructor", "Limit", "é", "a b", "\0", "%"];
    const known = Object.keys(query?.shape ?? {});
    for (const name of names.filter((name) => !known.includes(name))) {
      for (const value of shareOf(["=Navy", "=", ""])) {
        const target = `${path.replace(/:\w+/, "none")}?${encodeURIComponent(name)}${value}`;
        const { status, body } = await client().send(method, target);
        expect([target, status, body.errors?.[0].pointer]).toEqual([target, 422, `?${name}`]);
      }
    }
    await expectUnchanged();
  });
});

const lists = queryRoutes.filter(({ fields }) => fields.some(({ path }) => path[0] === "cursor"));
const cursorOf = async (path: string) => (await shopper.send("GET", `${path}?limit=1`)).body.nextCursor;

describe.each(lists)("$name?cursor", ({ path }) => {
  it("refuses the cursor of another list and an invented one", async () => {
    expect(lists.length).toBeGreaterThanOrEqual(4);
    const others = await Promise.all(
      lists.filter((list) => list.path !== path).map((list) => cursorOf(list.path)),
    );
    const made = ["null", "{}", "[]", "[1]", '["newest"]', "ord_0", `${customer.ids}`, "\u0000"].map((text) =>
      Buffer.from(text).toString("base64url"),
    );
    for (const cursor of [...others, ...made]) {
      expect(cursor).toEqual(expect.any(String));
      const { status, body } = await shopper.send("GET", `${path}?cursor=${cursor}`);
      expect([cursor, status, body.errors?.[0].pointer]).toEqual([cursor, 422, "?cursor"]);
    }
  });

  it("refuses a cursor that was cut or changed, or treats it as a position like any other", async () => {
    const cursor: string = await cursorOf(path);
    const { below } = random(20_261_121);
    for (let i = 0; i < (process.env.INPUT ? 200 : 40); i++) {
      const at = below(cursor.length);
      const changed = `${cursor.slice(0, at)}${below(2) ? "" : String.fromCharCode(48 + below(75)) + cursor.slice(at + 1)}`;
      const { status, body } = await shopper.send("GET", `${path}?cursor=${encodeURIComponent(changed)}`);
      expect([changed, [200, 422].includes(status)]).toEqual([changed, true]);
      if (status === 200) expect(body.data.length).toBeLessThanOrEqual(20);
    }
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
    for (const value of shareOf(values)) {
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
