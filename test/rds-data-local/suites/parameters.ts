import { beforeAll, expect, it } from "vitest";
import { type Client, long, nothing, refusal, text } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

const UUID = "6c1f3a44-6a24-4b8b-8d1e-0a3f2e5b7c11";

export function parameterSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
    await client.execute("drop table if exists thing");
    await client.execute(
      "create table thing (id uuid primary key, name text unique, attrs jsonb, made timestamptz)",
    );
  });

  it("binds every occurrence of a name", async () => {
    expect(
      await client.row("select :a || :b || :a, :n + 1", [text("a", "x"), text("b", "y"), long("n", 4)]),
    ).toEqual(["xyx", 5]);
  });

  it("ignores colons that name no parameter", async () => {
    const sql = `select ':a', E'\\':a', ':a'::json is json, ":a", :a::text /* :a /* :a */ :a */ -- :a
      from (select 1 as ":a") as t`;
    expect(await client.row(sql.replace("':a'::json is json", "true"), [text("a", "found")])).toEqual([
      ":a",
      "':a",
      true,
      1,
      "found",
    ]);
  });

  it("accepts every kind of value", async () => {
    const values = [
      long("long", Number.MAX_SAFE_INTEGER),
      { name: "double", value: { doubleValue: 0.1 } },
      { name: "yes", value: { booleanValue: true } },
      { name: "blob", value: { blobValue: new Uint8Array([0, 255, 7]) } },
      text("text", "ü \u{1f9e5} ' \\ \" :a $1"),
    ];
    expect(await client.row("select :long, :double, :yes, :blob, :text", values)).toEqual([
      Number.MAX_SAFE_INTEGER,
      0.1,
      true,
      [0, 255, 7],
      "ü \u{1f9e5} ' \\ \" :a $1",
    ]);
  });

  it("casts a string according to its type hint", async () => {
    const sql =
      "select pg_typeof(:a)::text, pg_typeof(:b)::text, pg_typeof(:c)::text, pg_typeof(:d)::text, pg_typeof(:e)::text, pg_typeof(:f)::text";
    const values = [
      text("a", UUID, "UUID"),
      text("b", '{"a":1}', "JSON"),
      text("c", "12.30", "DECIMAL"),
      text("d", "2026-01-02", "DATE"),
      text("e", "03:04:05.678", "TIME"),
      text("f", "2026-01-02 03:04:05.678901", "TIMESTAMP"),
    ];
    expect(await client.row(sql, values)).toEqual([
      "uuid",
      "jsonb",
      "numeric",
      "date",
      "time without time zone",
      "timestamp without time zone",
    ]);
  });

  it("keeps microseconds", async () => {
    const values = [
      text("t", "22:01:02.000123", "TIME"),
      text("ts", "2022-01-01 00:00:00.123456", "TIMESTAMP"),
    ];
    expect(await client.row("select :t, :ts", values)).toEqual([
      "22:01:02.000123",
      "2022-01-01 00:00:00.123456",
    ]);
  });

  it.each([
    ["UUID", "not-a-uuid", /^Parse Error for Uuid: /],
    ["DECIMAL", "12,30", /^Parse Error for Decimal: /],
    ["DATE", "2.1.2026", /^Parse Error for Date: /],
    ["TIME", "3:04", /^Parse Error for Time: /],
    [
      "TIMESTAMP",
      "2026-01-02T03:04:05.678Z",
      /^Parse Error for TimeStamp: input contains invalid characters$/,
    ],
    ["JSON", "", /^Parse Error for Json: /],
  ] as const)("refuses a %s in another form", async (hint, value, message) => {
    await expect(client.execute("select :v", [text("v", value, hint)])).rejects.toEqual(
      refusal("DatabaseErrorException", 400, message),
    );
  });

  it("refuses an unknown hint", async () => {
    await expect(client.execute("select :v", [text("v", "1", "MONEY" as "UUID")])).rejects.toEqual(
      refusal("ValidationException", 400, /typeHint/),
    );
  });

  it("binds a string without a hint as text, so that a uuid needs a hint", async () => {
    await expect(client.execute("select * from thing where id = :id", [text("id", UUID)])).rejects.toEqual(
      refusal(
        "DatabaseErrorException",
        400,
        /operator does not exist: uuid = text.*Position: \d+; SQLState: 42883/,
      ),
    );
    await expect(
      client.execute("select * from thing where id = :id", [text("id", UUID, "UUID")]),
    ).resolves.toBeDefined();
  });

  it("does not cast text to jsonb by itself", async () => {
    await expect(
      client.execute("insert into thing (id, attrs) values (:id, :attrs)", [
        text("id", UUID, "UUID"),
        text("attrs", "{}"),
      ]),
    ).rejects.toEqual(refusal("DatabaseErrorException", 400, /SQLState: 42804/));
  });

  it("stores null with and without a hint", async () => {
    const values = [
      text("id", UUID, "UUID"),
      nothing("attrs"),
      { ...nothing("made"), typeHint: "TIMESTAMP" as const },
    ];
    await client.execute("insert into thing (id, attrs, made) values (:id, :attrs, :made)", values);
    expect(await client.row("select attrs, made from thing")).toEqual([null, null]);
  });

  it.each([
    ["select $1::text", [], 0, 1],
    ["select $1", [], 0, 1],
    ["select :there, :missing", [text("there", "")], 1, 2],
    ["select :missing, :there, :missing", [text("there", "")], 1, 3],
  ])("refuses %s as the database does, and not as an outage", async (sql, values, supplied, required) => {
    const message = `ERROR: bind message supplies ${supplied} parameters, but prepared statement "sqlx_s_1" requires ${required}; SQLState: 08P01`;
    await expect(client.execute(sql, values)).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message,
    });
  });

  it("binds each occurrence on its own, so that GROUP BY does not recognise an expression", async () => {
    const sql = "select date_trunc(:unit, made), count(*) from thing group by date_trunc(:unit, made)";
    await expect(client.execute(sql, [text("unit", "day")])).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /SQLState: 42803/),
    );
  });

  it("reads names in dollar quotes and slices, as the service does, and warns", async () => {
    const { client: strict, warnings } = await engine.serve();
    expect(await strict.row("select $$a :b c$$")).toEqual(["a $1 c"]);
    await expect(strict.execute("select (array[1,2,3])[1:2]")).rejects.toEqual(
      refusal("DatabaseErrorException", 400, /syntax error at or near "\$1"/),
    );
    expect(warnings).toEqual([
      expect.stringMatching(/AWS would break this statement: it reads :b inside a dollar-quoted string/),
      expect.stringMatching(/it reads :2 as the bound of a slice/),
    ]);
  });

  it("leaves dollar quotes and slices alone, and names a missing parameter, if it is not strict", async () => {
    const { client: friendly, warnings } = await engine.serve({}, { strict: false });
    const sql = "select $$a :b c$$, ((array[1,2,3])[2:3])::text, :b::text";
    expect(await friendly.row(sql, [text("b", "x")])).toEqual(["a :b c", "{2,3}", "x"]);
    await expect(friendly.execute("select :missing")).rejects.toEqual(
      refusal("BadRequestException", 400, /Cannot find parameter: missing/),
    );
    expect(warnings).toEqual([]);
  });

  it("refuses arrays", async () => {
    const values = [{ name: "a", value: { arrayValue: { stringValues: ["x"] } } }];
    await expect(client.execute("select :a", values)).rejects.toEqual(
      refusal("ValidationException", 400, /Array parameters are not supported/),
    );
  });

  it("separates the parameters of concurrent calls", async () => {
    const calls = Array.from({ length: 50 }, (_, i) =>
      client.row("select :i, :t", [long("i", i), text("t", `t${i}`)]),
    );
    expect(await Promise.all(calls)).toEqual(calls.map((_, i) => [i, `t${i}`]));
  });
}
