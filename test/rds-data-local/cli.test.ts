import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { queryOnce, startPostgres } from "../support/postgres.ts";
import { needsAnotherRound } from "../support/rounds.ts";
import { CLI, connect, runCli, temporaryFolder } from "./support/cli.ts";

describe("the command line", () => {
  it("prints its options with --help", async () => {
    const run = runCli(["--help"]);
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(run.output()).toMatch(/--dir <folder>[\s\S]*AWS_ENDPOINT_URL_RDS_DATA/);
  });

  it("prints its version with --version", async () => {
    const run = runCli(["--version"]);
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(run.output()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [["--colour", "blue"], /colour/],
    [["--port", "eighty"], /--port must be a whole number from 0 to 65535, not eighty/],
    [["--dir", "a", "--url", "postgres://b"], /only one of --dir, --url and --url-env/],
    [["--url-env", "NO_SUCH_URL"], /--url-env names NO_SUCH_URL, which is not set/],
    [["--url", "mysql://localhost/shop"], /--url must look like postgres:/],
    [["--psql", "0", "--url", "postgres://b"], /--psql is for PGlite/],
    [["--watch"], /--watch needs --init/],
    [["--database", "a/b"], /--database is "a\/b", but it must consist of/],
    [["--secret", "app"], /--secret is "app", but it must look like arn:aws:secretsmanager:…=<role>/],
  ])("refuses %j in one line", async (args, message) => {
    const run = runCli(args);
    expect(await run.ended).toMatchObject({ code: 1 });
    expect(run.output()).toMatch(/^rds-data-local: .*\n$/);
    expect(run.output()).toMatch(message);
  });

  it.each(["--port", "--psql"])("reports a used port of %s", async (option) => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const run = runCli([option, String(port)]);
    expect(await run.ended).toMatchObject({ code: 1 });
    expect(run.output()).toContain(
      `rds-data-local: port ${port} is in use: choose another one with ${option}, or end the program that uses it\n`,
    );
  });

  it("reports an unreachable server without its password", async () => {
    const run = runCli(["--url", "postgres://shop:secret@127.0.0.1:1/shop"]);
    expect(await run.ended).toMatchObject({ code: 1 });
    expect(run.output()).toMatch(
      /^rds-data-local: cannot use PostgreSQL at 127.0.0.1:1\/shop \(.*ECONNREFUSED.*\n$/,
    );
    expect(run.output()).not.toContain("secret");
  });

  it("reads the URL from an environment variable, and names it in errors", async () => {
    const wrong = runCli(["--url-env", "SHOP_URL"], { SHOP_URL: "mysql://localhost/shop" });
    expect(await wrong.ended).toMatchObject({ code: 1 });
    expect(wrong.output()).toContain("SHOP_URL must look like postgres:");
    const away = runCli(["--url-env", "SHOP_URL"], { SHOP_URL: "postgres://shop:secret@127.0.0.1:1/shop" });
    expect(await away.ended).toMatchObject({ code: 1 });
    expect(away.output()).toMatch(/127.0.0.1:1\/shop .*: is it running, and is SHOP_URL right\?\n$/);
  });

  it("keeps a database in memory, logs each call with --verbose, and ends cleanly on SIGTERM", async () => {
    const run = runCli(["--verbose"]);
    const client = await connect(run);
    expect(await client.row("select 40 + 2")).toEqual([42]);
    expect(run.output()).toMatch(
      /^data api ready on http:\/\/127\.0\.0\.1:\d+ over PGlite in memory \(\d+ ms\)$/m,
    );
    await expect
      .poll(run.output)
      .toMatch(/\n\{"operation":"ExecuteStatement","ms":[\d.]+,"sql":"select 40 \+ 2"\}\n/);
    run.child.kill("SIGTERM");
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it("ends with its parent, also after SIGKILL", async () => {
    const fork = `require("node:child_process").fork(${JSON.stringify(CLI)}, ["--port", "0"], { execArgv: ["--import", "tsx"] })`;
    const parent = spawn(process.execPath, ["--eval", `console.log(${fork}.pid)`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    parent.stdout.on("data", (chunk) => {
      printed += chunk;
    });
    await expect.poll(() => printed, { timeout: 240_000 }).toMatch(/data api ready/);
    onTestFinished(() => end(Number.parseInt(printed, 10)));
    const url = /http:\S+/.exec(printed)?.[0] ?? "";
    const answers = () =>
      fetch(url).then(
        () => true,
        () => false,
      );
    expect(await answers()).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(answers).toBe(false);
  });
});

const postgres = await startPostgres();

describe.skipIf(!postgres)("the command line over a real server", () => {
  afterAll(() => postgres?.stop());

  it("uses several connections at once", async () => {
    const run = runCli(["--url-env", "SHOP_URL", "--connections", "3"], { SHOP_URL: postgres?.url ?? "" });
    const client = await connect(run);
    const pids = new Set<unknown>();
    const since = performance.now();
    for (let round = 0; needsAnotherRound(round, 1, () => pids.size >= 3, since); round++) {
      const sleeping = () => client.row("select pg_backend_pid() from pg_sleep(0.05)");
      const found = await Promise.all(Array.from({ length: 12 }, sleeping));
      for (const [pid] of found.flatMap((row) => (row ? [row] : []))) pids.add(pid);
    }
    expect(pids.size).toBe(3);
    run.child.kill("SIGINT");
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it("opens each database of --database when a call names it, and runs the scripts in it", async () => {
    const url = postgres?.url ?? "";
    const main = new URL(url).pathname.slice(1);
    const [second, late] = [`${main}_second`, `${main}_late`];
    await queryOnce(url, `create database ${second}`);
    const script = join(temporaryFolder(), "schema.sql");
    writeFileSync(script, "create table coat (place text); insert into coat values (current_database());");
    const databases = [main, second, late].flatMap((name) => ["--database", name]);
    const run = runCli(["--url", url, "--init", script, ...databases]);
    const client = await connect(run);
    const place = (database?: string) =>
      client.row("select place, current_database()::text from coat", [], database ? { database } : {});
    expect(await place()).toEqual([main, main]);
    expect(await place(main)).toEqual([main, main]);
    expect(await place(second)).toEqual([second, second]);
    await expect(place("other")).rejects.toMatchObject({ name: "DatabaseNotFoundException" });
    await expect(place(late)).rejects.toThrow(/database ".*_late" does not exist/);
    await queryOnce(url, `create database ${late}`);
    expect(await place(late)).toEqual([late, late]);
    run.child.kill("SIGTERM");
    expect(await run.ended).toEqual({ code: 0, signal: null });
    for (const name of [second, late]) await queryOnce(url, `drop database ${name}`);
  });
});

/** Ends the process if the test has failed and it still runs. */
function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {}
}
