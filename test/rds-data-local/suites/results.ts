import { beforeAll, expect, it } from "vitest";
import { type Client, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function resultSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
    await client.execute("drop table if exists garment");
    await client.execute(
      "create table garment (id serial primary key, name varchar(40) not null, price numeric(12,2))",
    );
  });

  it("returns each type in the member that the service uses", async () => {
    const { records } = await client.execute(`
      select 1::int2, 2::int4, 3::int8, 1.5::float4, 2.5::float8, 12.30::numeric(12,2), true, 'a'::text, 'b'::varchar,
             '\\x00ff'::bytea, '6c1f3a44-6a24-4b8b-8d1e-0a3f2e5b7c11'::uuid, '{"a": [1]}'::jsonb, null::int4`);
    expect(records?.[0]).toEqual([
      { longValue: 1 },
      { longValue: 2 },
      { longValue: 3 },
      { doubleValue: 1.5 },
      { doubleValue: 2.5 },
      { stringValue: "12.30" },
      { booleanValue: true },
      { stringValue: "a" },
      { stringValue: "b" },
      { blobValue: new Uint8Array([0, 255]) },
      { stringValue: "6c1f3a44-6a24-4b8b-8d1e-0a3f2e5b7c11" },
      { stringValue: '{"a":[1]}' },
      { isNull: true },
    ]);
  });

  it("returns a text with a leading byte order mark completely", async () => {
    const sql = `select U&'\\FEFFa', null, U&'\\FEFF', 'b\ufeff', ''`;
    expect(await client.row(sql)).toEqual(["\ufeffa", null, "\ufeff", "b\ufeff", ""]);
  });

  it("returns times in UTC without an offset", async () => {
    const sql = `select '2026-01-02 03:04:05.678+02'::timestamptz, '2026-01-02 03:04:05'::timestamp, '2026-01-02'::date,
                        '03:04:05'::time, current_setting('TimeZone')`;
    expect(await client.row(sql)).toEqual([
      "2026-01-02 01:04:05.678",
      "2026-01-02 03:04:05",
      "2026-01-02",
      "03:04:05",
      "UTC",
    ]);
  });

  it("returns arrays by the type of their items", async () => {
    const sql = `select array[1,2]::int8[], array['a b', null, 'c"\\', 'NULL']::text[], array[true,false], array[0.5]::float8[],
                        array[1.20]::numeric[], '{}'::text[]`;
    expect(await client.row(sql)).toEqual([
      { longValues: [1, 2] },
      { stringValues: ["a b", null, 'c"\\', "NULL"] },
      { booleanValues: [true, false] },
      { doubleValues: [0.5] },
      { stringValues: ["1.20"] },
      { stringValues: [] },
    ]);
  });

  it("returns NaN and Infinity as strings", async () => {
    expect(await client.row("select 'NaN'::float8, '-Infinity'::float8")).toEqual([
      Number.NaN,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it("returns longs and decimals in the requested types", async () => {
    const sql =
      "select 9007199254740993::int8, 12.30::numeric, 5::numeric, array[1]::int8[], array[1.5]::numeric[]";
    expect(await client.row(sql, [], { resultSetOptions: { longReturnType: "STRING" } })).toEqual([
      "9007199254740993",
      "12.30",
      "5",
      { stringValues: ["1"] },
      { stringValues: ["1.5"] },
    ]);
    expect(
      (await client.row(sql, [], { resultSetOptions: { decimalReturnType: "DOUBLE_OR_LONG" } }))?.slice(1),
    ).toEqual([12.3, 5, { longValues: [1] }, { stringValues: ["1.5"] }]);
  });

  it("counts changed rows, and returns no records then", async () => {
    const inserted = await client.execute(
      "insert into garment (name, price) values ('shirt', 20), ('coat', 90)",
    );
    expect(inserted).toMatchObject({ numberOfRecordsUpdated: 2, generatedFields: [] });
    expect(inserted.records).toBeUndefined();
    expect(await client.execute("update garment set price = 10 where false")).toMatchObject({
      numberOfRecordsUpdated: 0,
    });
  });

  it("returns an empty list for a SELECT without rows", async () => {
    const answer = await client.execute("select * from garment where false");
    expect(answer).toMatchObject({ records: [], numberOfRecordsUpdated: 0 });
    expect(answer.columnMetadata).toBeUndefined();
  });

  it("returns the rows of RETURNING", async () => {
    expect(await client.row("insert into garment (name) values ('sock') returning name, price")).toEqual([
      "sock",
      null,
    ]);
  });

  it("describes the columns if requested", async () => {
    const { columnMetadata } = await client.execute(
      "select id, name as title, price, count(*) over () from garment",
      [],
      {
        includeResultMetadata: true,
      },
    );
    expect(columnMetadata).toMatchObject([
      {
        label: "id",
        name: "id",
        tableName: "garment",
        typeName: "serial",
        type: 4,
        nullable: 0,
        isAutoIncrement: true,
        precision: 10,
        isSigned: true,
      },
      {
        label: "title",
        typeName: "varchar",
        type: 12,
        nullable: 0,
        precision: 40,
        isCaseSensitive: true,
        isAutoIncrement: false,
      },
      { label: "price", typeName: "numeric", type: 2, nullable: 1, precision: 12, scale: 2 },
      { label: "count", tableName: "", typeName: "int8", type: -5, nullable: 2 },
    ]);
  });

  it("describes arrays and enums", async () => {
    await client.execute("drop type if exists size");
    await client.execute("create type size as enum ('s', 'm')");
    const { columnMetadata } = await client.execute("select 's'::size, array['a']", [], {
      includeResultMetadata: true,
    });
    expect(columnMetadata).toMatchObject([
      { typeName: "size", type: 12 },
      { typeName: "_text", type: 2003, arrayBaseColumnType: 12 },
    ]);
  });

  it("formats the rows of a SELECT as JSON if requested", async () => {
    const sql = `select 1 as one, 'a"b' as text, null::text as nothing, true as yes, 12.30::numeric as price, 9007199254740993 as big,
                        array[1,2] as list, '{"a":1}'::jsonb as attrs`;
    const answer = await client.execute(sql, [], { formatRecordsAs: "JSON" });
    expect(answer.records).toBeUndefined();
    expect(answer.formattedRecords).toBe(
      '[{"one":1,"text":"a\\"b","nothing":null,"yes":true,"price":"12.30","big":9007199254740993,"list":[1,2],"attrs":"{\\"a\\":1}"}]',
    );
  });

  it("formats nothing else as JSON", async () => {
    const answer = await client.execute("insert into garment (name) values ('hat') returning name", [], {
      formatRecordsAs: "JSON",
    });
    expect(answer.formattedRecords).toBeUndefined();
    expect(answer.records).toEqual([[{ stringValue: "hat" }]]);
  });

  it.each([
    [
      "insert into garment (id, name) values (1, 'again')",
      /^ERROR: duplicate key value violates unique constraint "garment_pkey"; SQLState: 23505$/,
    ],
    ["insert into garment (name) values (null)", /SQLState: 23502$/],
    ["selec 1", /^ERROR: syntax error at or near "selec"; Position: 1; SQLState: 42601$/],
    ["select * from nowhere", /SQLState: 42P01$/],
    ["select 1/0", /^ERROR: division by zero; SQLState: 22012$/],
  ])("tells the SQLSTATE of %s", async (sql, message) => {
    await expect(client.execute(sql)).rejects.toEqual(refusal("DatabaseErrorException", 400, message));
    expect(await client.row("select 1")).toEqual([1]);
  });
}
