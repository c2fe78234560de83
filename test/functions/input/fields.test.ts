import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { client } from "../../support/client.ts";
import { run } from "../../support/products.ts";
import { bodyRoutes, type Field, isSecret, pointer, withRaw } from "../support/inputs.ts";
import { type Resident, resident, stateOf } from "../support/resident.ts";
import { shareOf } from "../support/share.ts";
import { HOSTILE, numbersFor, TEXTS, wrongFor } from "../support/values.ts";

const at = (value: unknown, path: string[]) =>
  path.reduce((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

/** The names of all columns, in the database and in JSON, and others that a client might try. */
async function unknownNames(): Promise<string[]> {
  const rows = await run("select column_name from information_schema.columns where table_schema = 'public'");
  const columns = rows.map(([name]) => String(name));
  expect(columns).toEqual(
    expect.arrayContaining(["password_hash", "customer_id", "default_address", "stock"]),
  );
  const camel = columns.map((name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
  const wished = ["owner", "role", "isAdmin", "cartId", "session", "token", "Quantity", "discount", "userId"];
  const inherited = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
  const odd = ["", " ", "a/b~c", "é", "e\u0301", "😀", "%", "\u0000"];
  return [...new Set([...columns, ...camel, ...wished, ...inherited, ...odd])];
}

describe.each(bodyRoutes)("$name", (route) => {
  const { method, fields, objects, blank, opens, ends } = route;
  let customer: Resident;
  let path: string;
  const settle = async () => {
    customer = await resident();
    path = customer.pathOf(route);
  };
  beforeAll(settle);
  beforeEach(async () => {
    if (ends) await settle();
  });
  const valid = () => customer.bodyFor(route);
  const send = async (body: string) => {
    // These routes start another session, so their client has none.
    const by = opens ? client() : customer.shopper;
    const answer = await by.send(method, path, { body, headers: keyed() });
    expect([body.slice(0, 200), answer.status < 500], JSON.stringify(answer.body)).toEqual([
      body.slice(0, 200),
      true,
    ]);
    if (answer.status >= 400) expect(answer.headers.getSetCookie()).toEqual([]);
    return { ...answer, by };
  };
  const expectRefused = async (body: string, where: string[][]) => {
    const { status, body: problem } = await send(body);
    expect([body.slice(0, 200), status, problem.code]).toEqual([body.slice(0, 200), 422, "request.invalid"]);
    const pointers = problem.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers, body.slice(0, 200)).toEqual(expect.arrayContaining(where.map(pointer)));
    return JSON.stringify(problem);
  };
  /** Expects everything stored about the customer to be unchanged. */
  const unchanged = async (work: () => Promise<unknown>) => {
    const before = await stateOf(customer.shopper);
    await work();
    expect(await stateOf(customer.shopper)).toEqual(before);
  };
  let before: unknown[] | undefined;
  /** Expects a value to be accepted and returned unchanged, or refused without a trace. */
  const expectEither = async (body: string, { path: where }: Field) => {
    if (!before) {
      await customer.fill();
      before = await stateOf(customer.shopper);
    }
    const { status, body: observed } = await send(body);
    if (status >= 400) return expect(await stateOf(customer.shopper)).toEqual(before);
    before = undefined;
    if (ends) await settle();
    if (at(observed, where) !== undefined) expect(at(observed, where)).toEqual(at(JSON.parse(body), where));
  };

  it("succeeds with a valid body", async () => {
    await customer.fill();
    expect((await send(JSON.stringify(valid()))).status).toBeLessThan(300);
  });

  it("refuses invalid values of each field with 422 and the field's pointer", async () => {
    await unchanged(async () => {
      for (const field of fields) {
        for (const raw of shareOf(wrongFor(field, at(valid(), field.path)))) {
          const answer = await expectRefused(withRaw(valid(), field.path, raw), [field.path]);
          if (isSecret(field) && raw.length > 10) expect(answer).not.toContain(raw.slice(1, -1));
        }
      }
    });
  });

  it("refuses everything but an object where there must be one", async () => {
    await unchanged(async () => {
      for (const path of objects.slice(1)) {
        const empty = blank.some((one) => pointer(one) === pointer(path)) ? [] : ["null", '""'];
        for (const raw of ["[]", "[{}]", "1", "true", '"{}"', ...empty]) {
          await expectRefused(withRaw(valid(), path, raw), [path]);
        }
      }
    });
  });

  // The example's country has postal codes.
  const isNeeded = ({ path, required }: Field) => required || path.at(-1) === "postalCode";

  it("refuses a body without a field that it needs", async () => {
    await customer.fill();
    await unchanged(async () => {
      for (const { path } of fields.filter(isNeeded))
        await expectRefused(withRaw(valid(), path, undefined), [path]);
    });
  });

  it.each(fields.filter((field) => !isNeeded(field)))("succeeds without $path", async ({ path }) => {
    await customer.fill();
    expect((await send(withRaw(valid(), path, undefined))).status).toBeLessThan(300);
  });

  describe("of a field that occurs twice, uses the last one", () => {
    const goodOf = ({ path }: Field) => JSON.stringify(at(valid(), path) ?? null);
    const twice = ({ path }: Field, first: string, last: string) =>
      withRaw(valid(), path, `${first},${JSON.stringify(path.at(-1))}:${last}`);

    it("if that is wrong", async () => {
      await customer.fill();
      await unchanged(async () => {
        for (const field of fields) await expectRefused(twice(field, goodOf(field), "{}"), [field.path]);
      });
    });

    // An object without an example is optional, and not needed here.
    it("if that is right", async () => {
      for (const field of fields) {
        const good = goodOf(field);
        if (good === "null") continue;
        await customer.fill();
        expect([field.path, (await send(twice(field, "{}", good))).status < 300]).toEqual([field.path, true]);
        if (ends) await settle();
      }
    });
  });

  it.each(objects.map((path) => ({ path })))("$path: refuses unknown fields", async ({ path }) => {
    const own = [...fields.map((field) => field.path), ...objects].map((path) => path.join("/"));
    const names = (await unknownNames()).filter((name) => !own.includes([...path, name].join("/")));
    await unchanged(async () => {
      // An answer reports at most this many errors.
      for (let i = 0; i < names.length; i += 15) {
        const some = names.slice(i, i + 15).map((name) => [...path, name]);
        for (const raw of shareOf(["1", "null", '{"isAdmin":true}'])) {
          const body = some.reduce(
            (body, where) => withRaw(JSON.parse(body), where, raw),
            JSON.stringify(valid()),
          );
          await expectRefused(body, some);
        }
      }
    });
    expect(({} as { isAdmin?: true }).isAdmin).toBeUndefined();
  });

  it("refuses unknown fields with any characters in their names", async () => {
    for (const name of ["\\ud800", "a\\udfff", "\\udc00\\ud800"]) {
      const { status, body } = await send(JSON.stringify(valid()).replace("{", `{"${name}":1,`));
      expect([status, body.code]).toEqual([422, "request.invalid"]);
    }
  });

  it("keeps working with numbers and choices at their limits, and with hostile words", async () => {
    before = undefined;
    for (const field of fields) {
      const { limits } = field;
      const words = limits.enum?.slice(0, 3) ?? (limits.type === "string" && !isFree(field) ? HOSTILE : []);
      const values = limits.type === "integer" ? numbersFor(limits) : words;
      for (const value of shareOf(values))
        await expectEither(withRaw(valid(), field.path, JSON.stringify(value)), field);
    }
  });

  /** A text without a meaning to the shop, which accepts any. */
  const isFree = (field: Field) => {
    const { type, enum: choices, pattern, format, maxLength = 0 } = field.limits;
    const plain = type === "string" && !choices && !pattern && !format && !isSecret(field) && maxLength > 0;
    return plain && !["sku", "shippingOption"].includes(field.path.at(-1) ?? "");
  };
  const free = fields.filter(isFree);

  // A quote returns none of its input.
  it.runIf(free.length > 0 && route.id !== "quoteCart")(
    "returns every text unchanged, now and later",
    async () => {
      // An account can have only 50 addresses.
      await settle();
      const longest = free.map(({ limits }) => "😀".repeat(limits.maxLength ?? 0));
      for (const texts of [...shareOf(TEXTS).map((text) => free.map(() => text)), longest]) {
        await customer.fill();
        const sent = free.reduce(
          (body, { path }, i) => JSON.parse(withRaw(body, path, JSON.stringify(texts[i]))),
          valid(),
        );
        const { status, body, by } = await send(JSON.stringify(sent));
        expect([texts[0], status < 300]).toEqual([texts[0], true]);
        for (const { path } of free) expect(at(body, path)).toBe(at(sent, path));
        expect(await stateOf(by)).toContainEqual(body);
      }
    },
  );
});
