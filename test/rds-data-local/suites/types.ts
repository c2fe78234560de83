import { beforeAll, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

/** Which types the service returns: AWS's list, and what clients of the service have seen. */
export function typeSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
    await client.execute("drop type if exists mood");
    await client.execute("create type mood as enum ('sad', 'ok')");
  });

  it.each([
    ["'a'::name", "a"],
    ["'1.2.3.4'::inet", "1.2.3.4"],
    ["'1.2.3.0/24'::cidr", "1.2.3.0/24"],
    ["'sad'::mood", "sad"],
    ["int4range(1, 10)", "[1,10)"],
    ["numrange(0.5, 1)", "[0.5,1)"],
    ["1::oid", "1"],
    ["pg_advisory_xact_lock(1)", ""],
    ["array['a']::name[]", { stringValues: ["a"] }],
    ["array[B'101']::bit(3)[]", { stringValues: ["101"] }],
    [`'{"a": [1, "b   c \\"  "]}'::json`, '{"a":[1,"b   c \\"  "]}'],
    [`array['{"a": 1}']::json[]`, { stringValues: ['{"a":1}'] }],
    ["array['2026-01-02 03:04:05.10']::timestamp[]", { stringValues: ["2026-01-02 03:04:05.100"] }],
    ["'[0:1]={7,8}'::int[]", { longValues: [7, 8] }],
  ])("returns %s", async (expression, value) => {
    expect(await client.row(`select ${expression}`)).toEqual([value]);
  });

  it.each([
    ["'1 day'::interval", "INTERVAL"],
    ["'17:08:20+02'::timetz", "TIMETZ"],
    ["'x'::\"char\"", '"CHAR"'],
    ["'pg_class'::regclass", "regclass"],
    ["'08:00:2b:01:02:03'::macaddr", "MACADDR"],
    ["int8range(1, 2)", "INT8RANGE"],
    ["daterange('2026-01-01', '2026-02-01')", "DATERANGE"],
    ["tsrange('2026-01-01', '2026-02-01')", "TSRANGE"],
    ["'1'::money", "MONEY"],
    ["point(1,2)", "POINT"],
    ["B'1'", "BIT"],
    ["to_tsvector('simple', 'a')", "tsvector"],
    ["row(1, 2)", "RECORD"],
    ["array['sad']::mood[]", "_mood"],
    ["array['1 day']::interval[]", "INTERVAL[]"],
    ["null::interval", "INTERVAL"],
  ])("refuses %s, and returns its text", async (expression, type) => {
    await expect(client.execute(`select ${expression}`)).rejects.toMatchObject({
      name: "UnsupportedResultException",
      message: `The result contains the unsupported data type ${type}.`,
    });
    await expect(client.execute(`select (${expression})::text`)).resolves.toBeDefined();
  });

  it("describes a column of any type if there is no row", async () => {
    const { columnMetadata, records } = await client.execute("select '1 day'::interval where false", [], {
      includeResultMetadata: true,
    });
    expect([columnMetadata?.[0]?.typeName, records]).toEqual(["interval", []]);
  });

  it("refuses arrays of several dimensions", async () => {
    await expect(client.execute("select array[[1,2],[3,4]]")).rejects.toMatchObject({
      name: "UnsupportedResultException",
      message: "The result contains a multidimensional array.",
    });
  });

  it("writes fractions with 0, 3 or 6 digits", async () => {
    const sql = `select '03:04:05.1'::time, '03:04:05'::time, '2026-01-02 03:04:05.12'::timestamp,
                        '2026-01-02 03:04:05.1234'::timestamp, '2026-01-02 03:04:05.5+01'::timestamptz`;
    expect(await client.row(sql)).toEqual([
      "03:04:05.100",
      "03:04:05",
      "2026-01-02 03:04:05.120",
      "2026-01-02 03:04:05.123400",
      "2026-01-02 02:04:05.500",
    ]);
  });

  it.each(["'infinity'::timestamptz", "'-infinity'::timestamp", "'infinity'::date"])(
    "cannot return %s, and gives no reason",
    async (expression) => {
      const failed = client.execute(`select ${expression}`);
      await expect(failed).rejects.toMatchObject({ name: "InternalFailure" });
      await expect(failed).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
    },
  );
}
