import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explained } from "../../packages/rds-data-local/src/pglite/index.ts";
import { needsAnotherRound } from "../support/rounds.ts";
import { connect, runCli, temporaryFolder } from "./support/cli.ts";
import { long } from "./support/client.ts";

describe("a database in a folder", () => {
  it("keeps everything it acknowledged through kill -9, again and again", async () => {
    const dir = temporaryFolder();
    const acknowledged: number[] = [];
    for (let round = 0; round < 4; round++) {
      const run = runCli(["--dir", dir]);
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

  it("belongs to one process, and passes on when that one has ended", async () => {
    const dir = temporaryFolder();
    const first = runCli(["--dir", dir]);
    await first.ready;
    const second = runCli(["--dir", dir]);
    expect(await second.ended).toMatchObject({ code: 1 });
    expect(second.output()).toBe(
      `rds-data-local: the folder ${dir} is in use by process ${first.child.pid}\n`,
    );
    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0 });
    await expect(runCli(["--dir", dir]).ready).resolves.toMatch(/^http/);
  });

  it("is not taken for good when it was cut short in the making", async () => {
    let dir = "";
    const since = performance.now();
    // On a busy machine it may be made before we come to cut it short.
    const isCut = () => !readdirSync(dir).includes("data");
    for (let round = 0; needsAnotherRound(round, 1, isCut, since); round++) {
      dir = temporaryFolder();
      const first = runCli(["--dir", dir]);
      const hasBegun = () => readdirSync(dir).some((name) => /^(unfinished-|data$)/.test(name));
      await expect.poll(hasBegun, { interval: 10 }).toBe(true);
      first.child.kill("SIGKILL");
      await first.ended;
    }
    const client = await connect(runCli(["--dir", dir]));
    expect(await client.row("select 1")).toEqual([1]);
    expect(readdirSync(dir).sort()).toEqual([".lock", "data"]);
  });

  it("begins as a copy of a template, and does not change the template", async () => {
    const [first, second, third] = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const template = join(first, "data");
    const made = runCli(["--dir", first]);
    const client = await connect(made);
    await client.execute("create table kept (id int)");
    made.child.kill("SIGTERM");
    await made.ended;
    const before = readFileSync(join(template, "global/pg_control"));
    const copy = await connect(runCli(["--dir", second, "--template", template]));
    expect(await copy.row("select count(*)::int from kept")).toEqual([0]);
    await copy.execute("insert into kept values (1)");
    expect(readFileSync(join(template, "global/pg_control"))).toEqual(before);
    // Without the template, the database is created.
    const none = await connect(runCli(["--dir", third, "--template", join(third, "none")]));
    expect(await none.row("select to_regclass('kept')::text")).toEqual([null]);
  });

  it.each(["ENOSPC: no space left on device", "EROFS: read-only file system", "EACCES: permission denied"])(
    "is not called damaged when the file system says %j",
    (message) => expect(explained("/db", message)).toBe(`the folder /db cannot be used (${message})`),
  );

  it("says what to do when a part of it is missing", async () => {
    const dir = temporaryFolder();
    const first = runCli(["--dir", dir]);
    await first.ready;
    first.child.kill("SIGTERM");
    await first.ended;
    for (const part of ["PG_VERSION", "global/pg_control", "pg_wal"]) {
      const broken = temporaryFolder();
      cpSync(dir, broken, { recursive: true });
      rmSync(join(broken, "data", part), { recursive: true });
      const run = runCli(["--dir", broken]);
      expect(await run.ended).toMatchObject({ code: 1 });
      expect(run.output()).toMatch(
        /^rds-data-local: the database in .* cannot be opened \(.*\): remove the folder, or put back a copy\n$/,
      );
    }
  });
});
