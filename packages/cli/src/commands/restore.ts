import { spawnSync } from "node:child_process";
import { readOnly } from "@myclothes/core/console";
import { context } from "@myclothes/core/context";
import { links } from "@myclothes/core/links";
import { restoredName, restoreId } from "@myclothes/core/restored";
import { tables } from "@myclothes/core/tables";
import { UserError } from "@myclothes/local/report";
import type { Call, Command, Values } from "../command.ts";
import { differences } from "../restore/differences.ts";
import { setVariables } from "../restore/env.ts";
import { requireStage } from "../target.ts";

const LOOK_MS = 15_000;
const LIMIT_MS = 45_000;

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

/** Restores beside the running shop. It changes nothing that the shop uses. */
async function restore({ values, error }: Call): Promise<void> {
  const at = timeOf(values);
  const parts = partsOf(values);
  // The SDK's clients are large, and no other command needs them.
  const { findSource, restoreCluster } = await import("../restore/cluster.ts");
  const { findTables, restoreTable } = await import("../restore/tables.ts");
  const steps = { report: error, pauseMs: LOOK_MS };
  const names = Object.fromEntries(Object.keys(tables).map((title) => [title, links[title as "Carts"].name]));
  // Everything is checked before anything is created.
  const source = parts.database ? await findSource(links.Database.clusterArn, at) : undefined;
  const sources = parts.tables ? await findTables(names, at) : [];
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
  const { findCluster } = await import("../restore/cluster.ts");
  const linked = await findCluster(links.Database.clusterArn);
  const name = restoredName(linked?.DBClusterIdentifier ?? "", restoreId(at));
  // After the switch the links lead to the restored one.
  const isSwitched = linked?.DBClusterIdentifier === name;
  const shop = isSwitched ? await findCluster(name.replace(`-${restoreId(at)}`, "")) : linked;
  const restored = isSwitched ? linked : await findCluster(name);
  if (!shop || !restored?.HttpEndpointEnabled)
    throw new UserError(
      "There is no complete restore to this time. Repeat the command without --differences first.",
    );
  const reader = ({ DBClusterArn: clusterArn = "", MasterUserSecret }: typeof shop) => {
    const target = { clusterArn, secretArn: MasterUserSecret?.SecretArn ?? "" };
    return async (statement: string) =>
      (await readOnly(context({ timeoutMs: LIMIT_MS }), statement, undefined, target)).rows;
  };
  out(await differences(reader(shop), reader(restored), at));
}

/** Lets the stage use other data: its deploy reads these variables, and Migrate sets the passwords of the database's roles. */
function use({ values, error }: Call, id: string | undefined): boolean {
  const { stage } = values;
  if (typeof stage !== "string") throw new UserError("Which stage? --stage <name>");
  const parts = partsOf(values);
  setVariables(`.env.${stage}`, {
    ...(parts.database && { RESTORED_DATABASE: id }),
    ...(parts.tables && { RESTORED_TABLES: id }),
  });
  error(`.env.${stage} is changed. Commit it, or the next deploy undoes this.`);
  // This command may be repeated after its rollout has failed.
  const shop = ["run", "shop", "--", "rollout", "--at-once", "--again", "--stage", stage];
  for (const [program, args] of [
    ["npx", ["sst", "deploy", "--stage", stage]],
    ["npm", shop],
  ] as const) {
    if (spawnSync(program, args, { stdio: "inherit" }).status !== 0) {
      error(`Failed: ${program} ${args.join(" ")}. Repair the cause and repeat this command.`);
      return false;
    }
  }
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
