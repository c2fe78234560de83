import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { migrate } from "@myclothes/core/migrate";
import { afterAll, describe, expect, it } from "vitest";
import { startDatabase } from "../../support/database.ts";

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
    expect(counts.sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
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
});
