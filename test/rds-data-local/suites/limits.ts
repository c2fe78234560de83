import { beforeAll, describe, expect, it } from "vitest";
import { noteSkipped } from "../../support/skipped.ts";
import { type Client, refusal } from "../support/client.ts";
import type { Engine } from "../support/engines.ts";

export function limitSuite(engine: Engine): void {
  let client: Client;
  beforeAll(async () => {
    ({ client } = await engine.serve());
  });

  const tooLarge = refusal("UnsupportedResultException", 400, /^The result exceeds the size limit 1 MB\.$/);

  it("returns at most 1 MiB", async () => {
    const sql = (rows: number) => `select repeat('x', 1000) from generate_series(1, ${rows})`;
    expect((await client.execute(sql(1_000))).records).toHaveLength(1_000);
    await expect(client.execute(sql(1_043))).rejects.toEqual(tooLarge);
  });

  it("counts the data from the database, also with JSON format", async () => {
    const sql = "select repeat('x', 1000) as x from generate_series(1, 1100)";
    await expect(client.execute(sql, [], { formatRecordsAs: "JSON" })).rejects.toEqual(tooLarge);
  });

  it.each([
    ["a uuid", "md5(n::text)::uuid", 24_800, 25_000],
    [
      "five columns",
      "md5(n::text)::uuid, md5(n::text)::uuid, md5(n::text)::uuid, repeat('x', 20), repeat('y', 8)",
      6_625,
      6_640,
    ],
    ["letters of two bytes", "repeat('é', 1000)", 522, 523],
  ])("counts the bytes of the database's protocol: %s", async (_, columns, fits, tooMany) => {
    const sql = (rows: number) => `select ${columns} from generate_series(1, ${rows}) as n`;
    expect((await client.execute(sql(fits))).records).toHaveLength(fits);
    await expect(client.execute(sql(tooMany))).rejects.toEqual(tooLarge);
  });

  it("returns a text of 100,000 bytes and a bytea of 500 KiB", async () => {
    const [text] = (await client.row("select repeat('A', 100000)")) ?? [];
    const [blob] = (await client.row("select convert_to(repeat('X', 512000), 'utf8')")) ?? [];
    expect([String(text).length, (blob as number[]).length]).toEqual([100_000, 512_000]);
  });

  it("returns rows of at most 64 KB if they are limited", async () => {
    const { client: limited } = await engine.serve({}, { limitRows: true });
    expect(await limited.row(`select repeat('x', 65536)`)).toBeDefined();
    await expect(limited.execute("select repeat('x', 65537)")).rejects.toEqual(
      refusal("UnsupportedResultException", 400, /65537 bytes/),
    );
  });

  it("formats at most 10 MB", async () => {
    const name = "c".repeat(63);
    const sql = (rows: number) => `select null as ${name} from generate_series(1, ${rows})`;
    const { formattedRecords } = await client.execute(sql(100_000), [], { formatRecordsAs: "JSON" });
    expect(JSON.parse(formattedRecords ?? "")).toHaveLength(100_000);
    await expect(client.execute(sql(150_000), [], { formatRecordsAs: "JSON" })).rejects.toEqual(
      refusal("UnsupportedResultException", 400, /size limit 10 MB/),
    );
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

    it("continues a slow statement inside a transaction, which is busy until it ends", async () => {
      const { client: hasty } = await engine.serve({ statementMs: 200 });
      await client.execute("drop table if exists finished");
      await client.execute("create table finished (a int)");
      const transactionId = await hasty.begin();
      const use = (sql: string, more = {}) => hasty.execute(sql, [], { transactionId, ...more });
      await expect(
        use("insert into finished select 1 from pg_sleep(1)", { continueAfterTimeout: true }),
      ).rejects.toEqual(refusal("StatementTimeoutException", 400, /timed out/));
      await expect(use("select 1")).rejects.toEqual(refusal("DatabaseErrorException", 400, /still running/));
      await expect
        .poll(() => use("select current_setting('statement_timeout')").catch(({ message }) => message))
        .toMatchObject({ records: [[{ stringValue: "200ms" }]] });
      await hasty.commit(transactionId);
      expect(await client.row("select count(*) from finished")).toEqual([1]);
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
