import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { links } from "@myclothes/core/links";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { findSource, restoreCluster } from "../../packages/cli/src/restore/cluster.ts";
import { findTables, restoreTable } from "../../packages/cli/src/restore/tables.ts";
import { call } from "./support/call.ts";
import { fakeAws, NAMES } from "./support/fake-aws.ts";
import { SOURCE } from "./support/fake-rds.ts";

const AT = "2026-11-29T07:15:00Z";
const ID = "r20261129071500";

describe("restore switch", () => {
  const { PATH = "" } = process.env;
  const home = process.cwd();
  const folder = mkdtempSync(path.join(tmpdir(), "switch-"));
  const [copy, programs] = [path.join(folder, "copy"), path.join(folder, "programs")];
  const [file, log] = [path.join(copy, ".env.production"), path.join(folder, "log")];
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: copy,
      encoding: "utf8",
    }).trim();

  /** `npx` and `npm` write down how they are called, with the file as they find it. Calls with the text `failing` fail. */
  function programsWith(failing = "nothing") {
    writeFileSync(log, "");
    for (const name of ["npx", "npm"]) {
      const program = path.join(programs, name);
      writeFileSync(
        program,
        `#!/bin/sh\necho "${name} $* $(grep -o 'RESTORED_[A-Z]*' ${file} | xargs)" | sed 's/ $//' >> ${log}
case "$*" in *"${failing}"*) exit 1;; esac\n`,
      );
      chmodSync(program, 0o755);
    }
  }
  const calls = () => readFileSync(log, "utf8").trim().split("\n").filter(Boolean);
  const use = (...args: string[]) => call(["restore", ...args, "--stage", "production"], {});

  mkdirSync(programs);
  beforeEach(() => {
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    git("init", "-q");
    writeFileSync(file, "SHOP_REGION=eu-central-1\n");
    writeFileSync(path.join(copy, "code.ts"), "1\n");
    git("add", ".");
    git("commit", "-qm", "feat: the deployed code");
    programsWith();
    process.chdir(copy);
    process.env.PATH = `${programs}:${PATH}`;
  });
  afterAll(() => {
    process.chdir(home);
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  it("prepares what was restored, then changes the file and deploys, and says which commit it deploys", async () => {
    const { code, error } = await use("switch", "--at", AT);
    expect(calls()).toEqual([
      `npm run shop -- restore prepare --at ${AT} --stage production`,
      "npx sst deploy --stage production RESTORED_DATABASE RESTORED_TABLES",
      "npm run shop -- rollout --at-once --again --stage production RESTORED_DATABASE RESTORED_TABLES",
    ]);
    expect(code).toBe(0);
    expect(error).toContain(`Deploys the commit ${git("rev-parse", "HEAD")}`);
    expect(error).toContain("feat: the deployed code");
    expect(error).toMatch(/Only this list of lost orders is complete:\n.*--differences$/);
  });

  it("prepares and changes only what --only names, also on the way back", async () => {
    await use("switch", "--at", AT, "--only", "database");
    const { error } = await use("back", "--only", "database");
    expect(error).not.toContain("--differences");
    expect(calls()).toEqual([
      `npm run shop -- restore prepare --at ${AT} --only database --stage production`,
      "npx sst deploy --stage production RESTORED_DATABASE",
      "npm run shop -- rollout --at-once --again --stage production RESTORED_DATABASE",
      "npm run shop -- restore prepare --only database --stage production RESTORED_DATABASE",
      "npx sst deploy --stage production",
      "npm run shop -- rollout --at-once --again --stage production",
    ]);
  });

  it("changes nothing if what it needs is missing", async () => {
    programsWith("restore prepare");
    const { code, error } = await use("switch", "--at", AT);
    expect(code).toBe(1);
    expect(calls()).toHaveLength(1);
    expect(git("status", "--porcelain")).toBe("");
    expect(error).toContain("Nothing was changed");
  });

  it.each([
    ["an edited file", () => writeFileSync(path.join(copy, "code.ts"), "2\n"), "code.ts"],
    ["a new file", () => writeFileSync(path.join(copy, "0099-new.sql"), ""), "0099-new.sql"],
    [
      "another edit of the stage's variables",
      () => writeFileSync(file, "MIN_CAPACITY=8\n"),
      ".env.production",
    ],
    ["an edit of another stage's variables", () => writeFileSync(`${copy}/.env.staging`, ""), ".env.staging"],
  ])("refuses a working copy with %s", async (_, edit, name) => {
    edit();
    for (const words of [["switch", "--at", AT], ["back"]]) {
      const { code, error } = await use(...words);
      expect(code).toBe(1);
      expect(error).toContain("uncommitted changes");
      expect(error).toContain(name);
    }
    expect(calls()).toEqual([]);
  });

  it("can be repeated after a failed deploy, with the variables that it has written itself", async () => {
    programsWith("sst deploy");
    expect((await use("switch", "--at", AT)).code).toBe(1);
    expect(git("status", "--porcelain")).toContain(".env.production");
    programsWith();
    expect((await use("switch", "--at", AT)).code).toBe(0);
    expect(calls()).toHaveLength(3);
  });

  it("refuses a folder without git", async () => {
    rmSync(path.join(copy, ".git"), { recursive: true });
    const { code, error } = await use("switch", "--at", AT);
    expect(code).toBe(1);
    expect(error).toContain("clone of the repository");
    expect(calls()).toEqual([]);
  });
});

describe("restore prepare", () => {
  const tables = Object.values(NAMES);
  const arnOf = (name: string) => `arn:aws:rds:us-east-1:1:cluster:${name}`;
  const data = mockClient(RDSDataClient);
  let aws: ReturnType<typeof fakeAws>;
  beforeEach(async () => {
    aws = fakeAws(tables);
    data.reset();
    data.on(BeginTransactionCommand).resolves({ transactionId: "tx" });
    data.on(RollbackTransactionCommand).resolves({});
    data.on(ExecuteStatementCommand).callsFake(async ({ resourceArn, sql }) => ({
      records: /^select (max|pg|number)/.test(sql) ? [[{ longValue: numbers[resourceArn] ?? 0 }]] : [],
    }));
  });
  afterEach(() => aws.close());

  const AFTER = `-${ID}` as const;
  const [OWN, RESTORED] = [arnOf(SOURCE), arnOf(`${SOURCE}-${ID}`)];
  const numbers: Record<string, number> = { [OWN]: 1_500, [RESTORED]: 1_400 };
  /** Runs the command with the links before a switch, or with those after it. */
  function restore(suffix: "" | typeof AFTER, ...args: string[]) {
    const names = Object.entries(NAMES).map(([title, name]) => [title, { name: `${name}${suffix}` }]);
    const own = {
      App: { name: "myclothes", stage: "production" },
      Database: { clusterArn: `${OWN}${suffix}`, database: "shop", secrets: {} },
      ...Object.fromEntries(names),
    };
    const env = Object.entries(own).map(([title, link]) => [`SST_RESOURCE_${title}`, JSON.stringify(link)]);
    // SST reads the environment once.
    if (links.App) Object.assign(links, own);
    return call(["restore", ...args], Object.fromEntries(env));
  }
  const prepare = (suffix: "" | typeof AFTER, ...args: string[]) => restore(suffix, "prepare", ...args);
  const steps = { report: () => {}, pauseMs: 0 };
  const restoreDatabase = async () =>
    restoreCluster(await findSource(OWN, new Date(AT)), new Date(AT), steps);
  const restoreTables = async () => {
    for (const table of await findTables(NAMES, new Date(AT))) await restoreTable(table, new Date(AT), steps);
  };
  /** Where numbers were moved, and to what. */
  const moves = () =>
    data
      .commandCalls(ExecuteStatementCommand)
      .map(({ args: [{ input }] }) => [input.resourceArn, input.sql?.match(/, (\d+)\) where/)?.[1]])
      .filter(([, number]) => number);

  it("moves the order numbers of the restored database, also after the switch", async () => {
    await restoreDatabase();
    await restoreTables();
    for (const suffix of ["", AFTER] as const) {
      expect(await prepare(suffix, "--at", AT)).toMatchObject({ code: 0 });
    }
    expect(moves()).toEqual([
      [RESTORED, "11500"],
      [RESTORED, "11500"],
    ]);
  });

  it("does so without the shop's own cluster", async () => {
    await restoreDatabase();
    aws.clusters.delete(SOURCE);
    const { code, error } = await prepare("", "--at", AT, "--only", "database");
    expect(code).toBe(0);
    expect(error).toContain("does not exist any more");
    expect(moves()).toEqual([[RESTORED, "1001400"]]);
  });

  it("moves the order numbers of the stage's own database before the way back, and not after it", async () => {
    await restoreDatabase();
    await restoreTables();
    numbers[RESTORED] = 11_600;
    expect(await prepare(AFTER)).toMatchObject({ code: 0 });
    expect(await prepare("")).toMatchObject({ code: 0 });
    expect(moves()).toEqual([[OWN, "21600"]]);
    numbers[RESTORED] = 1_400;
  });

  it("refuses tables that were not restored, and accepts the database alone", async () => {
    await restoreDatabase();
    const refused = await prepare("", "--at", AT);
    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining(`shop-Sessions-${ID}`) });
    expect(refused.error).toContain("--only database");
    expect(moves()).toEqual([]);
    expect(await prepare("", "--at", AT, "--only", "database")).toMatchObject({
      code: 0,
    });
  });

  it("refuses a database that was not restored to its end, and accepts the tables alone", async () => {
    await restoreTables();
    expect(await prepare("", "--at", AT)).toMatchObject({ code: 1 });
    await restoreDatabase();
    const cluster = aws.clusters.get(`${SOURCE}-${ID}`);
    if (cluster) cluster.HttpEndpointEnabled = false;
    const { code, error } = await prepare("", "--at", AT);
    expect(code).toBe(1);
    expect(error).toContain("no complete database");
    expect(await prepare("", "--at", AT, "--only", "tables")).toMatchObject({
      code: 0,
    });
    expect(moves()).toEqual([]);
  });

  it("compares the same two databases before and after the switch", async () => {
    await restoreDatabase();
    for (const suffix of ["", AFTER] as const) {
      data.resetHistory();
      const { code, out } = await restore(suffix, "--at", AT, "--differences");
      expect(code).toBe(0);
      expect(out).toMatch(/^shop +1500\b.*\nrestored +1400\b/m);
    }
  });
});
