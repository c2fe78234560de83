import { beforeAll, describe, expect, it } from "vitest";
import { keyed } from "../support/bodies.ts";
import { type Client, client } from "../support/client.ts";
import { product } from "../support/products.ts";
import { bodyRoutes, type Field, pointer, TAKEN, withRaw } from "./inputs.ts";

const quoted = (text: string) => JSON.stringify(text);
const WRONG_TYPES = ["null", "[]", "{}", "[1]", '{"amount":1}', '["x"]'];
const NEVER: Record<Field["type"], string[]> = {
  number: [
    ...["-1", "1.5", "-0.5", "1e-7", "9007199254740993", "1e400", "-1e400", "1".repeat(400)],
    ...['"1"', '"0"', '""', '"NaN"', '"1e400"'],
  ],
  string: [
    ...["1", "-0", "1e400"],
    ...[
      "",
      " ",
      "\t\n",
      "\u00a0",
      "\u0000",
      "a\u0000b",
      "\ud800",
      "a\udc00",
      "\udc00\ud800",
      "\u0007",
      "a\u007f",
    ].map(quoted),
    ...["x".repeat(10_000), "😀".repeat(10_000)].map(quoted),
  ],
  secret: ["1", "-0", "1e400", ...["", "x".repeat(10_000), "😀".repeat(10_000)].map(quoted)],
  boolean: ["0", "1", '""', '"true"', '"false"'],
  choice: ["1", '""', '"other"', '"__proto__"', '"toString"', '"constructor"', '"\\u0000"', '"\\ud800"'],
};
/** May be right or wrong for a field; never break anything. */
const HOSTILE = [
  ...["'", "';drop table orders;--", "' or '1'='1", '"', "\\", "$1", ":p0", "::text", "%00", "%", "_"],
  ...["<script>alert(1)</script>", "{{7*7}}", "$" + "{7*7}", "../../etc/passwd", "a\r\nSet-Cookie: x=y"],
  ...["é", "e\u0301", "😀", "\u202e", "\u200b", "\ufeff", "\uffff", "null", "undefined", "__proto__", "NONE"],
  ...["a@b.c", '"a b"@example.com', "@", "a@b@c.de", "-1", "1e400", "x".repeat(64)],
].map(quoted);

let shopper: Client;
let version: number;

beforeAll(async () => {
  const account = { email: TAKEN, password: "an engine of one's own", name: "Ada" };
  await client().send("POST", "/v1/customers", { body: account });
  shopper = client();
  const { sku } = await product();
  version = (await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 3 } })).body.version;
});

describe.each(bodyRoutes)("$name", ({ name, method, path, example, status: told, fields, objects }) => {
  const send = (body: string) => shopper.send(method, path, { body, headers: keyed() });
  const expectRefused = async (body: string, where: string[]) => {
    const { status, body: problem } = await send(body);
    expect([body, status, problem.code]).toEqual([body, 422, "request.invalid"]);
    const pointers = problem.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toContain(pointer(where));
  };
  const expectUnchanged = async () => {
    const { body } = await shopper.send("GET", "/v1/cart");
    expect([body.version, body.itemCount]).toEqual([version, 3]);
  };

  it("understands its example", async () => {
    const { status, body } = await send(JSON.stringify(example));
    expect(status).toBe(told);
    // A new account's is refused by what its password is, not by its form.
    for (const { message } of body.errors ?? []) expect(message).toContain("common");
  });

  it.each(fields)("$path: what can never be right is refused where it stands", async ({ path, type }) => {
    const wrong = type === "boolean" ? WRONG_TYPES : [...WRONG_TYPES, "true"];
    for (const raw of [...wrong, ...NEVER[type]]) await expectRefused(withRaw(example, path, raw), path);
    await expectUnchanged();
  });

  it.each(fields)("$path: hostile text breaks nothing", async ({ path }) => {
    for (const raw of HOSTILE) {
      const { status } = await send(withRaw(example, path, raw));
      expect([raw, [401, 404, 409, 422, 429].includes(status)]).toEqual([raw, true]);
    }
    await expectUnchanged();
  });

  it.each(fields)("$path: may be left out only where it is optional", async ({ path, required }) => {
    const body = withRaw(example, path, undefined);
    // A guest has no other e-mail than the order's.
    const needed = required || (name === "POST /v1/orders" && path[0] === "email");
    if (needed) await expectRefused(body, path);
    else expect((await send(body)).status).toBe(told);
  });

  it.each(objects.map((path) => ({ path })))(
    "$path: an unknown field is refused by its name",
    async ({ path }) => {
      const names = [
        "unknown",
        "Quantity",
        "price",
        "cartId",
        "",
        " ",
        "a/b~c",
        "é",
        "e\u0301",
        "😀",
        "%",
        "\u0000",
      ];
      const inherited = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
      for (const name of [...names, ...inherited]) {
        for (const raw of ["1", "null", '{"isAdmin":true}']) {
          await expectRefused(withRaw(example, [...path, name], raw), [...path, name]);
        }
      }
      expect(({} as { isAdmin?: true }).isAdmin).toBeUndefined();
      await expectUnchanged();
    },
  );

  it("an unknown field whose name is no text is refused like the others", async () => {
    for (const name of ["\\ud800", "a\\udfff", "\\udc00\\ud800"]) {
      const body = JSON.stringify(example).replace("{", `{"${name}":1,`);
      const { status, body: problem } = await send(body);
      expect([status, problem.code]).toEqual([422, "request.invalid"]);
    }
  });
});

it("every route that takes a body is met here", () => {
  expect(bodyRoutes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["POST /v1/cart/items", "PUT /v1/cart/items/:sku", "POST /v1/orders"]),
  );
  expect(bodyRoutes.flatMap(({ fields }) => fields).length).toBeGreaterThanOrEqual(16);
});
