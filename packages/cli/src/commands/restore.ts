import { spawnSync } from "node:child_process";
import { links } from "@myclothes/core/links";
import { ownName, restoredName, restoreId } from "@myclothes/core/restored";
import { tables } from "@myclothes/core/tables";
import { UserError } from "@myclothes/local/report";
import type { Call, Command, Values } from "../command.ts";
import { differences } from "../restore/differences.ts";
import { setVariables } from "../restore/env.ts";
import { moveNumbers } from "../restore/numbers.ts";
import { requireCommit } from "../restore/working-copy.ts";
import { requireStage } from "../target.ts";

const LOOK_MS = 15_000;

const options = {
  at: { type: "string" },
  only: { type: "string" },
  differences: { type: "boolean" },
} as const;

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

export function timeOf({ at }: Values): Date {
  const time = new Date(TIME.test(String(at)) ? String(at) : "");
  if (Number.isNaN(time.getTime()) || time > new Date())
    throw new UserError("--at is a time in the past with its zone, such as 2026-11-29T07:15:00Z.");
  return time;
}

function partsOf({ only }: Values): { database: boolean; tables: boolean } {
  if (only !== undefined && only !== "database" && only !== "tables")
    throw new UserError("--only is database or tables.");
  return { database: only !== "tables", tables: only !== "database" };
}

/** The tables that the stage uses, by their titles. */
const tableNames = (): Record<string, string> =>
  Object.fromEntries(Object.keys(tables).map((title) => [title, links[title as "Carts"].name]));

/** Restores beside the running shop. It changes nothing that the shop uses. */
async function restore({ values, error }: Call): Promise<void> {
  const at = timeOf(values);
  const parts = partsOf(values);
  // The SDK's clients are large, and no other command needs them.
  const { findSource, restoreCluster } = await import("../restore/cluster.ts");
  const { findTables, restoreTable } = await import("../restore/tables.ts");
  const steps = { report: error, pauseMs: LOOK_MS };
  // Everything is checked before anything is created.
  const source = parts.database ? await findSource(links.Database.clusterArn, at) : undefined;
  const sources = parts.tables ? await findTables(tableNames(), at) : [];
  const works = [
    ...(source ? [restoreCluster(source, at, steps)] : []),
    ...sources.map((table) => restoreTable(table, at, steps)),
  ];
  const failed = (await Promise.allSettled(works)).find((work) => work.status === "rejected");
  if (failed) throw failed.reason;
  const again = `--at ${at.toISOString()} --stage ${links.App.stage}`;
  error(`
Everything is restored beside the shop, which goes on with its own data. Next:
  npm run shop -- restore ${again} --differences
  npm run shop -- restore switch ${again}${values.only ? ` --only ${values.only}` : ""}`);
}

/** Compares the restored database with the one that the shop used before. */
async function compare({ values, out }: Call): Promise<void> {
  const at = timeOf(values);
  const { findDatabases, isComplete, readerOf } = await import("../restore/databases.ts");
  const { before, after } = await findDatabases(restoreId(at));
  if (!before || !isComplete(after))
    throw new UserError(
      "There is no complete restore to this time. Repeat the command without --differences first.",
    );
  out(await differences(readerOf(before), readerOf(after), at));
}

/** Checks what a switch needs, or the way back, and moves the order numbers. The shop does not use that database yet. */
async function prepare({ values, error }: Call): Promise<void> {
  const at = values.at === undefined ? undefined : timeOf(values);
  const id = at && restoreId(at);
  const parts = partsOf(values);
  const { findDatabases, isComplete, readerOf, writerOf } = await import("../restore/databases.ts");
  const { requireTables } = await import("../restore/tables.ts");
  if (parts.tables)
    await requireTables(
      Object.values(tableNames()).map((name) => (id ? restoredName(name, id) : ownName(name))),
    );
  if (!parts.database) return;
  const { before, after } = await findDatabases(id);
  if (!isComplete(after))
    throw new UserError(
      "There is no complete database of this name. Restore it first, or name what you have restored: --only tables",
    );
  // The way back is done already.
  if (before?.DBClusterArn === after.DBClusterArn) return;
  await moveNumbers({
    current: readerOf(before),
    next: writerOf(after),
    at: at ?? new Date(),
    report: error,
  });
}

/**
 * Lets the stage use other data: its deploy reads these variables, and Migrate sets the passwords of the database's roles.
 * `id`: what was restored, or undefined for the stage's own data.
 */
function use({ values, error }: Call, id: string | undefined): boolean {
  const { stage, at, only } = values;
  if (typeof stage !== "string") throw new UserError("Which stage? --stage <name>");
  const parts = partsOf(values);
  const file = `.env.${stage}`;
  error(`Deploys the commit ${requireCommit(file)}`);
  const isDone = (program: string, ...args: string[]) => {
    const { status } = spawnSync(program, args, { stdio: "inherit" });
    if (status !== 0)
      error(`Failed: ${program} ${args.join(" ")}. Repair the cause and repeat this command.`);
    return status === 0;
  };
  const shop = ["run", "shop", "--"];
  const flags = [...(id ? ["--at", String(at)] : []), ...(only ? ["--only", String(only)] : [])];
  if (!isDone("npm", ...shop, "restore", "prepare", ...flags, "--stage", stage)) {
    error(`Nothing was changed: neither ${file} nor the stage.`);
    return false;
  }
  setVariables(file, {
    ...(parts.database && { RESTORED_DATABASE: id }),
    ...(parts.tables && { RESTORED_TABLES: id }),
  });
  error(`${file} is changed. Commit it, or the next deploy undoes this.`);
  if (
    !isDone("npx", "sst", "deploy", "--stage", stage) ||
    // This command may be repeated after its rollout has failed.
    !isDone("npm", ...shop, "rollout", "--at-once", "--again", "--stage", stage)
  )
    return false;
  if (id && parts.database)
    error(`The shop took orders until now. Only this list of lost orders is complete:
  npm run shop -- restore --at ${at} --stage ${stage} --differences`);
  return true;
}

export const restores: Command[] = [
  {
    name: "restore switch",
    usage: "--at <time> --stage <name> [--only database|tables]",
    help: "lets a permanent stage use what was restored: changes .env.<stage> and deploys",
    options,
    deploys: true,
    run: async (call) => use(call, restoreId(timeOf(call.values))),
  },
  {
    name: "restore back",
    usage: "--stage <name> [--only database|tables]",
    help: "lets a permanent stage use its own data again: changes .env.<stage> and deploys",
    options,
    deploys: true,
    run: async (call) => use(call, undefined),
  },
  {
    name: "restore prepare",
    usage: "--stage <name> [--at <time>] [--only database|tables]",
    help: "checks what a switch needs, and moves the order numbers; switch and back begin with it",
    options,
    usesStores: true,
    run: async (call) => {
      requireStage(call.env);
      await prepare(call);
    },
  },
  {
    name: "restore",
    usage: "--at <time> --stage <name> [--only database|tables] [--differences]",
    help: "restores database and tables beside the shop, or compares them; it can be repeated",
    options,
    usesStores: true,
    run: async (call) => {
      requireStage(call.env);
      await (call.values.differences ? compare(call) : restore(call));
    },
  },
];
