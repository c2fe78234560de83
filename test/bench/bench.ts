import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "@myclothes/functions/build";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { UserError } from "../../packages/local/src/process/report.ts";
import { startPostgres } from "../support/postgres.ts";
import { machine } from "./machine.ts";
import { measure, type Plan } from "./measure.ts";
import { operations } from "./operations.ts";
import { besidePeers, summary } from "./report.ts";
import { serve, startShop, type Target } from "./targets.ts";

const HELP = `npm run bench -- [flags]    requests a second of the shop, beside what the machine and the engines allow
  --seconds <n>             for each figure in each round (2)
  --rounds <n>              how often everything is measured; the tables show the medians (3)
  --clients <n>             how many send requests at the same time (16)
  --only <text>             operations with this text in their title, such as cart
  --quick                   one round of one second, to see that it works

DATABASE_URL=postgres://…   a PostgreSQL server, in which a database is created and dropped, instead of the embedded one
DYNAMODB_ENGINE=dynalite    the engine in JavaScript, even if dynoxide is installed`;

try {
  const flags = parseFlags(process.argv.slice(2), {
    seconds: { type: "string" },
    rounds: { type: "string" },
    clients: { type: "string", default: "16" },
    only: { type: "string", default: "" },
    quick: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  const { quick } = flags;
  if (flags.help) console.log(HELP);
  else
    await bench(flags.only.toLowerCase(), {
      seconds: wholeNumber("--seconds", flags.seconds ?? (quick ? "1" : "2"), 1, 600),
      rounds: wholeNumber("--rounds", flags.rounds ?? (quick ? "1" : "3"), 1, 600),
      clients: wholeNumber("--clients", flags.clients, 1, 1_000),
    });
} catch (error) {
  console.error(error instanceof UserError ? `\n${error.message}` : error);
  process.exitCode = 1;
}

async function bench(only: string, plan: Omit<Plan, "operations" | "targets">): Promise<void> {
  const closing: (() => unknown)[] = [];
  try {
    console.error("      starting the shop");
    const dir = mkdtempSync(path.join(tmpdir(), "bench-"));
    closing.push(() => rmSync(dir, { recursive: true, force: true }));
    const { AWS_ENDPOINT_URL_DYNAMODB: _, AWS_ENDPOINT_URL_RDS_DATA: __, ...outer } = process.env;
    const postgres = outer.DATABASE_URL ? await startPostgres() : undefined;
    if (postgres) closing.push(postgres.stop);
    const shop = await startShop(dir, { ...outer, DATABASE_URL: postgres?.url });
    closing.push(shop.stop);

    console.error("      filling the stores and recording the shop's calls");
    Object.assign(process.env, shop.env);
    const all = await operations();
    const chosen = all.filter(({ title }) => title.includes(only));
    if (chosen.length === 0)
      throw new UserError(`--only matches none of: ${all.map(({ title }) => title).join(", ")}.`);

    const file = path.join(dir, "scenarios.json");
    writeFileSync(file, JSON.stringify(Object.assign({}, ...all.map(({ scenarios }) => scenarios))));
    const env = { ...outer, ...shop.env, BENCH_SCENARIOS: file };
    const { api } = await build(path.join(dir, "bundle"));
    const targets: Target[] = [{ name: "door", url: shop.url }];
    for (const [name, module] of [
      ["bare", "bare.ts"],
      ["floor", "floor.ts"],
      ["ceiling", "ceiling.ts"],
      ["instance", api],
    ] as const) {
      const target = await serve(name, module, env);
      closing.push(target.stop);
      targets.push(target);
    }
    const rows = await measure({ ...plan, operations: chosen, targets });
    console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine(shop.engines)}:`);
    console.log(`\n${summary(rows, plan.clients)}\n\n${besidePeers(rows, plan.clients)}`);
    if (rows.some(({ invalid }) => invalid)) throw new UserError("Figures with errors do not count.");
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
