import { beforeAll, expect, it } from "vitest";
import type { Client } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

/** What a call sets in its session reaches neither the next call nor the form of a result. */
export function stateSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
  });

  /** The answers of enough calls to reach every session. */
  const everywhere = async (sql: string) => {
    const rows = await Promise.all(Array.from({ length: 12 }, () => client.row(sql)));
    return new Set(rows.flat());
  };

  it("resets the connection after SET or BEGIN", async () => {
    await client.execute("set timezone = 'America/Lima'");
    await client.execute("begin");
    expect(await everywhere("select current_setting('TimeZone')")).toEqual(new Set(["UTC"]));
    await client.execute("drop table if exists kept");
    await client.execute("create table kept (a int)");
    await client.execute("rollback");
    expect(await client.row("select count(*) from kept")).toEqual([0]);
  });

  it.each([
    "select set_config('TimeZone', 'America/Lima', false)",
    "do 'begin set timezone = ''America/Lima''; end'",
  ])("gives the next call nothing of: %s", async (sql) => {
    await client.execute(sql);
    expect(await everywhere("select current_setting('TimeZone')")).toEqual(new Set(["UTC"]));
  });

  it("gives the next call no setting of a transaction", async () => {
    const transactionId = await client.begin();
    await client.execute("set timezone = 'America/Lima'", [], { transactionId });
    await client.commit(transactionId);
    expect(await everywhere("select current_setting('TimeZone')")).toEqual(new Set(["UTC"]));
  });

  it("gives the next call no temporary table, lock or prepared statement", async () => {
    await client.execute("create temporary table passing (a int)");
    await client.execute("select pg_advisory_lock(7)::text");
    await client.execute("prepare passing as select 1");
    expect(await everywhere("select to_regclass('passing')::text")).toEqual(new Set([null]));
    expect(await client.row("select count(*) from pg_locks where locktype = 'advisory'")).toEqual([0]);
    expect(await everywhere("select count(*) from pg_prepared_statements where name = 'passing'")).toEqual(
      new Set([0]),
    );
  });

  it("returns the same values whatever a transaction has set", async () => {
    const sql =
      "select '2026-01-02 03:04:05.5+00'::timestamptz, '2026-01-02'::date, '\\x00ff'::bytea, 0.1::float8 + 0.2::float8";
    const expected = await client.row(sql);
    const transactionId = await client.begin();
    const row = (sql: string) => client.row(sql, [], { transactionId });
    await row("set local time zone 'Europe/Moscow'");
    expect(await row(sql)).toEqual(expected);
    await row("set local datestyle = 'German, DMY'");
    await row("set local bytea_output = 'escape'");
    await row("select set_config('extra_float_digits', '-10', true)");
    expect(await row(sql)).toEqual(expected);
    expect(
      await row("select '2026-01-02 03:04+00'::timestamptz::date::text || current_setting('TimeZone')"),
    ).toEqual(["2026-01-02Europe/Moscow"]);
    await client.rollback(transactionId);
  });
}
