import { beforeAll, describe, expect, it } from "vitest";
import { noteSkipped } from "../../support/skipped.ts";
import { type Client, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function limitSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
  });

  const tooLarge = refusal("UnsupportedResultException", 400, /more than the allowed response size limit/);

  it("returns at most 1 MiB", async () => {
    const sql = (rows: number) => `select repeat('x', 1000) from generate_series(1, ${rows})`;
    expect((await client.execute(sql(1_000))).records).toHaveLength(1_000);
    await expect(client.execute(sql(1_040))).rejects.toEqual(tooLarge);
  });

  it("counts the data from the database, also with JSON format", async () => {
    const sql = "select repeat('x', 1000) as x from generate_series(1, 1100)";
    await expect(client.execute(sql, [], { formatRecordsAs: "JSON" })).rejects.toEqual(tooLarge);
  });

  it("counts bytes, not characters", async () => {
    await expect(client.execute("select repeat('ü', 500) from generate_series(1, 1040)")).rejects.toEqual(
      tooLarge,
    );
  });

  it("returns rows of at most 64 KB", async () => {
    expect(await client.row(`select repeat('x', 65536)`)).toBeDefined();
    await expect(client.execute("select repeat('x', 65537)")).rejects.toEqual(
      refusal("UnsupportedResultException", 400, /65537 bytes/),
    );
  });

  it("formats at most 10 MB", async () => {
    const name = "c".repeat(63);
    const sql = (rows: number) => `select null as ${name} from generate_series(1, ${rows})`;
    const { formattedRecords } = await client.execute(sql(100_000), [], { formatRecordsAs: "JSON" });
    expect(JSON.parse(formattedRecords ?? "")).toHaveLength(100_000);
    await expect(client.execute(sql(150_000), [], { formatRecordsAs: "JSON" })).rejects.toEqual(tooLarge);
  });

  if (engine.name === "PGlite")
    noteSkipped("time limits of statements on PGlite", "it cannot interrupt a statement");
  describe.skipIf(engine.name === "PGlite")("time", () => {
    it("cancels a slow statement in the database itself", async () => {
      const { client: hasty } = await engine.serve({ statementMs: 200 });
      await expect(hasty.execute("select pg_sleep(30) as cut_short")).rejects.toEqual(
        refusal("StatementTimeoutException", 400, /timed out/),
      );
      expect(await client.row(RUNNING)).toEqual([0]);
    });

    it("continues a slow statement with continueAfterTimeout, and gives the connection back", async () => {
      const { client: hasty } = await engine.serve({ statementMs: 200 });
      await client.execute("drop table if exists finished");
      await client.execute("create table finished (a int)");
      await expect(
        hasty.execute("insert into finished select 1 from pg_sleep(1)", [], { continueAfterTimeout: true }),
      ).rejects.toEqual(refusal("StatementTimeoutException", 400, /timed out/));
      await expect.poll(() => client.row("select count(*) from finished")).toEqual([1]);
    });

    it("answers a fast statement with continueAfterTimeout at once", async () => {
      expect(await client.row("select 1", [], { continueAfterTimeout: true })).toEqual([1]);
    });

    it("limits the statements after a continued one", async () => {
      const { client: other } = await engine.serve({ statementMs: 40_000 });
      await other.execute("select 1", [], { continueAfterTimeout: true });
      expect(await other.row("select current_setting('statement_timeout')")).toEqual(["40s"]);
    });

    it("reports no time-out if another session cancels the statement", async () => {
      const canceled = expect(client.execute("select pg_sleep(30) as cut_short")).rejects.toEqual(
        refusal("DatabaseErrorException", 400, /SQLState: 57014/),
      );
      await expect.poll(() => client.row(RUNNING)).toEqual([1]);
      await client.execute(`select pg_cancel_backend(pid) from (${SLEEPERS}) as sleeper`);
      await canceled;
    });
  });
}

const SLEEPERS =
  "select pid from pg_stat_activity where state = 'active' and query like 'select pg_sleep%cut\\_short'";
const RUNNING = `select count(*) from (${SLEEPERS}) as sleeper`;
