import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPglite } from "rds-data-local/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openErrorMessage } from "../../packages/rds-data-local/src/pglite/index.ts";
import { query } from "../../packages/rds-data-local/src/session/pool.ts";
import { needsAnotherRound } from "../support/rounds.ts";
import { connect, runCli, temporaryFolder } from "./support/cli.ts";
import { long } from "./support/client.ts";

describe("a database in a folder", () => {
  // To create a database takes seconds, so most tests copy this one.
  const created = mkdtempSync(join(tmpdir(), "rds-data-local-"));
  const template = join(created, "data");
  let tableAtFirst: unknown;

  beforeAll(async () => {
    const pool = await openPglite({ dir: created, template: join(created, "missing") });
    const session = await pool.connect();
    tableAtFirst = (await session.query(query("select to_regclass('copied')::text"))).rows;
    await session.query(query("create table copied (id int)"));
    session.release();
    await pool.end();
  });
  afterAll(() => rmSync(created, { recursive: true }));

  const start = (dir: string) => runCli(["--dir", dir, "--template", template]);

  it("keeps everything it acknowledged through kill -9, again and again", async () => {
    const dir = temporaryFolder();
    const acknowledged: number[] = [];
    for (let round = 0; round < 3; round++) {
      const run = start(dir);
      const client = await connect(run);
      await client.execute("create table if not exists entry (id int primary key)");
      const found = await client.execute("select id from entry");
      const ids = new Set(found.records?.map(([field]) => field?.longValue));
      expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
      expect(acknowledged.length > 0).toBe(round > 0);

      const write = async (id: number): Promise<void> => {
        await client.execute("insert into entry values (:id)", [long("id", id)]);
        acknowledged.push(id);
        if (acknowledged.length === (round + 1) * 150) run.child.kill("SIGKILL");
        return write(id + 8);
      };
      await Promise.allSettled(Array.from({ length: 8 }, (_, writer) => write(round * 100_000 + writer)));
      expect(await run.ended).toEqual({ code: null, signal: "SIGKILL" });
    }
  });

  it("belongs to one process, and is free when that process has ended", async () => {
    const dir = temporaryFolder();
    const first = start(dir);
    await first.ready;
    const second = start(dir);
    expect(await second.ended).toMatchObject({ code: 1 });
    expect(second.output()).toBe(
      `rds-data-local: the folder ${dir} is in use by process ${first.child.pid}\n`,
    );
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0 });
    await expect(start(dir).ready).resolves.toMatch(/^http/);
  });

  it("is usable after its creation was interrupted", async () => {
    let dir = "";
    const since = performance.now();
    // On a busy machine the database may be complete before this process interrupts its creation.
    const isInterrupted = () => !readdirSync(dir).includes("data");
    for (let round = 0; needsAnotherRound(round, 1, isInterrupted, since); round++) {
      dir = temporaryFolder();
      const first = runCli(["--dir", dir]);
      const hasBegun = () => readdirSync(dir).some((name) => /^(unfinished-|data$)/.test(name));
      await expect.poll(hasBegun, { interval: 10 }).toBe(true);
      first.child.kill("SIGKILL");
      await first.ended;
    }
    const client = await connect(start(dir));
    expect(await client.row("select 1")).toEqual([1]);
    expect(readdirSync(dir).sort()).toEqual([".lock", "data"]);
  });

  it("starts as a copy of its template, and does not change the template", async () => {
    const before = readFileSync(join(template, "global/pg_control"));
    const copy = await connect(start(temporaryFolder()));
    expect(await copy.row("select count(*)::int from copied")).toEqual([0]);
    await copy.execute("insert into copied values (1)");
    expect(readFileSync(join(template, "global/pg_control"))).toEqual(before);
  });

  it("is created if its template is missing", () => {
    expect(tableAtFirst).toEqual([[null]]);
    expect(readdirSync(template)).toContain("PG_VERSION");
  });

  it.each(["ENOSPC: no space left on device", "EROFS: read-only file system", "EACCES: permission denied"])(
    "is not called damaged when the file system reports %j",
    (message) => expect(openErrorMessage("/db", message)).toBe(`the folder /db cannot be used (${message})`),
  );

  it.each(["PG_VERSION", "global/pg_control", "pg_wal"])(
    "says what to do when %s is missing",
    async (part) => {
      const broken = temporaryFolder();
      cpSync(template, join(broken, "data"), { recursive: true });
      rmSync(join(broken, "data", part), { recursive: true });
      const run = runCli(["--dir", broken]);
      expect(await run.ended).toMatchObject({ code: 1 });
      expect(run.output()).toMatch(
        /^rds-data-local: the database in .* cannot be opened \(.*\): remove the folder, or put back a copy\n$/,
      );
    },
  );
});
