import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { migrate } from "@myclothes/core/migrate";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startDatabase } from "../../support/database.ts";
import { HANG_MS } from "../../support/timeouts.ts";

const database = await startDatabase();
afterAll(() => database?.stop());

async function migrations(files: Record<string, string>): Promise<URL> {
  const directory = await mkdtemp(join(tmpdir(), "migrations-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return pathToFileURL(`${directory}/`);
}

describe.skipIf(!database)("migrations, on a real PostgreSQL", () => {
  const query = async (text: string) => (await database?.pool.query(text))?.rows;

  it("are all applied, once each", async () => {
    expect(await migrate()).toBe(0);
    const names = (await readdir(new URL("../../../packages/core/migrations/", import.meta.url))).sort();
    expect(names.length).toBeGreaterThan(3);
    expect(await query("select name from migration order by name")).toEqual(names.map((name) => ({ name })));
  });

  it("are applied once, in order, by eight concurrent runs", async () => {
    const directory = await migrations({
      "9002-second.sql": "insert into place (n) select count(*) + 1 from place",
      "9001-first.sql": "create table place (n integer);\n\ninsert into place values (1);\n",
    });
    const counts = await Promise.all(Array.from({ length: 8 }, () => migrate(directory)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(2);
    expect(await query("select n from place order by n")).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("that fail leave no changes, and report the reason", async () => {
    const directory = await migrations({
      "9003-bad.sql": "create table half (n integer);\n\nselect nonsense;\n",
    });
    await expect(migrate(directory)).rejects.toThrow(/nonsense/);
    expect(await query("select to_regclass('half') as half")).toEqual([{ half: null }]);
  });

  it("may contain semicolons in a function body", async () => {
    const body =
      "create function one() returns integer language sql as $$\n  select 0;\n  select 1;\n$$;\n\nselect one();\n";
    expect(await migrate(await migrations({ "9004-function.sql": body }))).toBe(1);
  });

  it("that wait for a lock let shoppers go first, and are applied later", async () => {
    await query("create table busy (n integer)");
    const reader = await database?.pool.connect();
    await reader?.query("begin");
    await reader?.query("lock busy in access share mode");
    const migrated = migrate(await migrations({ "9005-lock.sql": "alter table busy add column m integer" }));
    const waiting =
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like 'alter table busy%'";
    try {
      await vi.waitFor(async () => expect(await query(waiting)).toHaveLength(1), { timeout: HANG_MS });
      // It would wait behind the migration, and that behind the reader.
      await query("insert into busy values (1)");
      await reader?.query("commit");
    } finally {
      reader?.release(true);
    }
    expect(await migrated).toBe(1);
    expect(await query("select m from busy")).toEqual([{ m: null }]);
  });

  it("build an index while others write, and build it again if an attempt has left it invalid", async () => {
    await query("create table rows as select n from generate_series(1, 1000) n");
    await query("create index rows_n on rows (n)");
    await query("update pg_index set indisvalid = false where indexrelid = 'rows_n'::regclass");
    const text = "-- outside a transaction\ncreate index concurrently if not exists rows_n on rows (n);\n";
    const directory = await migrations({ "9006-index.sql": text });
    const counts = await Promise.all(Array.from({ length: 4 }, () => migrate(directory)));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    const valid = "select indisvalid as valid from pg_index where indexrelid = 'rows_n'::regclass";
    expect(await query(valid)).toEqual([{ valid: true }]);
  });

  it("drop an index when no older transaction can use it, and again if an attempt has left it invalid", async () => {
    await query("create table old as select n from generate_series(1, 1000) n");
    await query("create index old_n on old (n)");
    await query("update pg_index set indisvalid = false where indexrelid = 'old_n'::regclass");
    const reader = await database?.pool.connect();
    await reader?.query("begin; select from old limit 1");
    const text = "-- outside a transaction\ndrop index concurrently if exists old_n;\n";
    const directory = await migrations({ "9009-drop.sql": text });
    const migrated = Promise.all(Array.from({ length: 4 }, () => migrate(directory)));
    const waiting =
      "select from pg_stat_activity where wait_event_type = 'Lock' and query like '%drop index concurrently if exists old_n%'";
    try {
      await vi.waitFor(async () => expect(await query(waiting)).not.toHaveLength(0), { timeout: HANG_MS });
      await reader?.query("commit");
    } finally {
      reader?.release(true);
    }
    expect((await migrated).reduce((sum, count) => sum + count)).toBe(1);
    expect(await query("select to_regclass('old_n') as found")).toEqual([{ found: null }]);
  });

  it("report rows that do not fit a unique index, and do not try for ever", async () => {
    await query("create table twice as select 1 as n from generate_series(1, 2)");
    const text =
      "-- outside a transaction\ncreate unique index concurrently if not exists twice_n on twice (n)";
    const directory = await migrations({ "9007-unique.sql": text });
    await expect(migrate(directory)).rejects.toThrow(/could not create unique index/);
    await query("delete from twice where ctid = (select min(ctid) from twice)");
    expect(await migrate(directory)).toBe(1);
  });

  it("that go through a table in parts keep the finished parts, and continue", async () => {
    const limit = "constraint stop check (done = 0 or id <= '020')";
    await query(`create table part (id text primary key, done integer not null default 0, ${limit})`);
    await query("insert into part select lpad(n::text, 3, '0') from generate_series(1, 50) n");
    const text = `-- outside a transaction
with next as (select id from part where id > :after and done = 0 order by id limit 10),
changed as (update part set done = done + 1 where id in (select id from next) returning id)
select max(id) as after from changed`;
    const directory = await migrations({ "9008-parts.sql": text });
    await expect(migrate(directory)).rejects.toThrow(/constraint "stop"/);
    expect(await query("select count(*)::int as n from part where done = 1")).toEqual([{ n: 20 }]);
    await query("alter table part drop constraint stop");
    expect(await migrate(directory)).toBe(1);
    expect(await query("select done, count(*)::int as n from part group by done")).toEqual([
      { done: 1, n: 50 },
    ]);
  });
});
