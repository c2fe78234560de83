import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "@myclothes/local/port";
import pg from "pg";
import { expect, it, onTestFinished } from "vitest";
import { connect, runCli, temporaryFolder } from "./support/cli.ts";

it("runs a script, again when it changes, and answers PostgreSQL clients beside the API", async () => {
  const schema = join(temporaryFolder(), "schema.sql");
  const write = (color: string) =>
    writeFileSync(schema, `create table coat (color text);\n-- ; \ninsert into coat values ('${color}');`);
  write("red");
  const run = runCli(["--init", schema, "--watch", "--psql", "0", "--database", "shop"]);
  const client = await connect(run);
  expect((await fetch(`${await run.ready}/health`)).status).toBe(200);
  const colors = () => client.row("select string_agg(color, ',') from coat", [], { database: "shop" });
  expect(await colors()).toEqual(["red"]);
  await expect(client.execute("select 1", [], { database: "other" })).rejects.toMatchObject({
    name: "DatabaseNotFoundException",
  });

  await expect.poll(run.output).toMatch(/psql postgres:\S+/);
  const url = /psql (postgres:\S+)/.exec(run.output())?.[1] ?? "";
  await usePsql(url, colors);

  write("blue");
  await expect.poll(colors).toEqual(["blue"]);
  writeFileSync(schema, "create table coat (color text);\n\ninsert into cot values (1);");
  await expect.poll(run.output).toMatch(/schema\.sql:3: relation "cot" does not exist/);
  expect(await colors()).toEqual(["blue"]);
});

it("is ready only when PostgreSQL clients can connect", async () => {
  const [port, psql] = [await freePort(), await freePort()];
  runCli(["--port", String(port), "--psql", String(psql)]);
  const health = () =>
    fetch(`http://127.0.0.1:${port}/health`).then(
      ({ status }) => status,
      () => 0,
    );
  // Without a pause, because the difference may be milliseconds.
  let isStarting = false;
  for (let status = await health(); status !== 200; status = await health()) isStarting ||= status === 503;
  const client = new pg.Client(`postgres://postgres@127.0.0.1:${psql}/postgres`);
  await client.connect();
  await client.end();
  expect(isStarting).toBe(true);
});

/** Two PostgreSQL clients and the API share the one session of PGlite, one after another. */
async function usePsql(url: string, colors: () => Promise<unknown>): Promise<void> {
  const [one, two] = [new pg.Client(url), new pg.Client(url)];
  onTestFinished(async () => void (await Promise.all([one.end(), two.end()]).catch(() => {})));
  await Promise.all([one.connect(), two.connect()]);
  expect((await one.query("select color from coat where color = $1", ["red"])).rows).toEqual([
    { color: "red" },
  ]);
  await expect(one.query("select 1/0")).rejects.toMatchObject({ code: "22012" });
  await expect(one.query("copy coat from stdin")).rejects.toMatchObject({ code: "0A000" });

  await one.query("begin");
  await one.query("insert into coat values ('green')");
  const waiting = colors();
  await one.query("set local timezone = 'America/Lima'");
  await one.query("commit");
  expect(await waiting).toEqual(["red,green"]);

  await two.query("begin");
  await two.query("delete from coat");
  await two.end();
  expect(await colors()).toEqual(["red,green"]);

  await one.query("set timezone = 'America/Lima'");
  expect((await one.query("show timezone")).rows).toEqual([{ TimeZone: "America/Lima" }]);
  expect(await colors()).toEqual(["red,green"]);
  expect((await one.query("show timezone")).rows).not.toEqual([{ TimeZone: "America/Lima" }]);
}

it("names the line of a script that fails, and ends", async () => {
  const schema = join(temporaryFolder(), "schema.sql");
  writeFileSync(schema, "select 1;\nselect 2;\nselec 3;");
  const run = runCli(["--init", schema]);
  expect(await run.ended).toMatchObject({ code: 1 });
  expect(run.output()).toMatch(/^rds-data-local: .*schema\.sql:3: syntax error at or near "selec"$/m);
});

it("runs the scripts of a folder until they succeed, and then no more", async () => {
  const folder = temporaryFolder();
  const [dir, schema, data] = [join(folder, "pg"), join(folder, "schema.sql"), join(folder, "data.sql")];
  const args = ["--dir", dir, "--init", schema, "--init", data];
  writeFileSync(schema, "create table coat (color text);");
  expect(await runCli(args).ended).toMatchObject({ code: 1 });
  writeFileSync(data, "insert into coat values ('red');");
  for (const isFirst of [true, false]) {
    const run = runCli(args);
    const client = await connect(run);
    expect(await client.row("select string_agg(color, ',') from coat")).toEqual(["red"]);
    expect(run.output().includes(`the database exists, so ${schema}, ${data} was not run`)).toBe(!isFirst);
    run.child.kill("SIGTERM");
    await run.ended;
  }
});
