import { ulid } from "ulid";
import { describe, expect, it } from "vitest";
import { client } from "../../../support/client.ts";
import { product, run } from "../../../support/products.ts";

const { send } = client();
const SORTS = ["newest", "price", "-price"];

interface Shown {
  id: string;
  priceFrom: { amount: number };
}

/** Every page of a list. `between` runs before each page but the first. */
async function walk(query: string, between = async () => {}): Promise<Shown[]> {
  const all: Shown[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    if (cursor) await between();
    const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const { status, body } = await send("GET", `/v1/products?${query}${from}`);
    expect(status).toBe(200);
    all.push(...body.data);
    cursor = body.nextCursor;
  }
  return all;
}

/** The order of the list: by price, then by id. */
const sorted = (products: Shown[], sort: string): Shown[] => {
  const byId = products.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const up = sort === "newest" ? byId : byId.toSorted((a, b) => a.priceFrom.amount - b.priceFrom.amount);
  return sort === "price" ? up : up.toReversed();
};

describe("page after page", () => {
  it.each(SORTS)("sorted by %s, returns every product exactly once, in order", async (sort) => {
    // Other tests create products at the same time, and change their prices.
    const rows = await run(
      "select id from product where category in (select handle from category where position < 1000)",
    );
    const seeded = rows.map(([id]) => String(id));
    const all = (await walk(`sort=${sort}&limit=37`)).filter(({ id }) => seeded.includes(id));
    expect(all.map(({ id }) => id).sort()).toEqual(seeded.sort());
    expect(all).toEqual(sorted(all, sort));
  });

  it.each(SORTS)("sorted by %s, neither loses nor repeats products while others are added", async (sort) => {
    const category = `growing-${ulid()}`;
    const add = (price: number) => product({ category, price });
    const there: string[] = [];
    for (const price of [100, 200, 200, 200, 300, 300, 400]) there.push((await add(price)).id);
    const all = await walk(`category=${category}&sort=${sort}&limit=2`, async () => {
      if ((await run("select 1 from product where category = :category", { category })).length > 20) return;
      for (const price of [50, 200, 500]) await add(price);
    });
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(there));
  });

  it("ends with nextCursor null, even if the last page is full", async () => {
    const category = `four-${ulid()}`;
    for (let i = 0; i < 4; i++) await product({ category });
    const first = await send("GET", `/v1/products?category=${category}&limit=2`);
    expect(first.body.nextCursor).toEqual(expect.any(String));
    const second = await send(
      "GET",
      `/v1/products?category=${category}&limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(second.body.data).toHaveLength(2);
    expect(second.body.nextCursor).toBeNull();
  });
});

describe("limit", () => {
  it("is 20 by default, and from 1 to 100", async () => {
    const lengths = ["", "?limit=1", "?limit=100"].map(async (query) => {
      const { body } = await send("GET", `/v1/products${query}`);
      return body.data.length;
    });
    expect(await Promise.all(lengths)).toEqual([20, 1, 100]);
  });

  it.each(["0", "101", "-1", "1.5", "1e1", "abc", "99999999999999999999", "%00", "20&limit=20"])(
    "refuses %s",
    async (limit) => {
      const { status, body } = await send("GET", `/v1/products?limit=${limit}`);
      expect([status, body.errors[0].pointer]).toEqual([422, "?limit"]);
    },
  );
});

describe("a cursor", () => {
  const made = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const { id } = { id: `prod_${ulid()}` };

  it.each(SORTS)("of a list sorted by %s is refused by the other lists", async (sort) => {
    const { body } = await send("GET", `/v1/products?sort=${sort}&limit=1`);
    for (const other of SORTS) {
      const answer = await send("GET", `/v1/products?sort=${other}&limit=1&cursor=${body.nextCursor}`);
      expect(answer.status).toBe(other === sort ? 200 : 422);
      if (other !== sort) expect(answer.body.errors[0].pointer).toBe("?cursor");
    }
  });

  /** The part of a cursor that names its list. */
  const listOf = async (path: string): Promise<string> => {
    const { nextCursor } = (await send("GET", `${path}limit=1`)).body;
    return JSON.parse(Buffer.from(nextCursor, "base64url").toString())[0];
  };

  it.each([
    "x",
    "%00",
    "%ff",
    "a".repeat(5000),
    made(null),
    made({}),
    made(["newest", id, 1, 0]),
    [id, 1],
    ["prod'; drop table product --", 1, 0],
    [`${id}\u0000`, 1, 0],
    [id, "1", 0],
    [id, 1.5, 0],
    [id, -1, 0],
    [id, 1, 1_000],
    [id, 1, 0, 0],
  ])("that is invented is refused: %s", async (given) => {
    const cursor = typeof given === "string" ? given : made([await listOf("/v1/products?"), ...given]);
    const { status, body } = await send("GET", `/v1/products?cursor=${cursor}`);
    expect([status, body.code, body.errors[0].pointer]).toEqual([422, "request.invalid", "?cursor"]);
  });

  it("of a product that was deleted continues after its position", async () => {
    const far = made([await listOf("/v1/products?sort=price&"), id, Number.MAX_SAFE_INTEGER, 0]);
    const { status, body } = await send("GET", `/v1/products?sort=price&cursor=${far}`);
    expect([status, body.data]).toEqual([200, []]);
  });
});
