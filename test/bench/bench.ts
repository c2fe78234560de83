import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "@myclothes/functions/build";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { UserError } from "../../packages/local/src/process/report.ts";
import { run } from "../../packages/local/src/process/run.ts";
import { startPostgres } from "../support/postgres.ts";
import { hideRequestLines } from "../support/request-lines.ts";
import { allowUnpaid } from "../support/unpaid.ts";
import { flood, TITLE } from "./flood.ts";
import { machine } from "./machine.ts";
import { measure, type Plan } from "./measure.ts";
import { operations } from "./operations.ts";
import { besidePeers, summary } from "./report.ts";
import { serve, startShop, type Target } from "./targets.ts";

const HELP = `npm run bench -- [flags]    requests a second of the shop, beside what the machine and the engines allow
  --seconds <n>             for each figure in each round (2)
  --rounds <n>              how often everything is measured; the tables show the medians (3)
  --clients <n>             how many send requests at the same time (16)
  --only <text>             parts with this text in their title, such as cart, or flood for the sign-in flood
  --quick                   one round of one second, to see that it works

DATABASE_URL=postgres://…   a PostgreSQL server, in which a database is created and dropped, instead of the embedded one
DYNAMODB_ENGINE=dynalite    the engine in JavaScript, even if dynoxide is installed`;

await run(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    seconds: { type: "string" },
    rounds: { type: "string" },
    clients: { type: "string", default: "16" },
    only: { type: "string", default: "" },
    quick: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (flags.help) return void console.log(HELP);
  await bench(flags.only.toLowerCase(), {
    seconds: wholeNumber("--seconds", flags.seconds ?? (flags.quick ? "1" : "2"), 1, 600),
    rounds: wholeNumber("--rounds", flags.rounds ?? (flags.quick ? "1" : "3"), 1, 600),
    clients: wholeNumber("--clients", flags.clients, 1, 1_000),
  });
});

async function bench(only: string, figures: Omit<Plan, "operations" | "targets">): Promise<void> {
  const closing: (() => unknown)[] = [];
  try {
    console.error("      starting the shop");
    const dir = mkdtempSync(path.join(tmpdir(), "bench-"));
    closing.push(() => rmSync(dir, { recursive: true, force: true }));
    const {
      AWS_ENDPOINT_URL_DYNAMODB: _dynamo,
      AWS_ENDPOINT_URL_RDS_DATA: _dataApi,
      AWS_ENDPOINT_URL_SQS: _sqs,
      ...outer
    } = process.env;
    const postgres = outer.DATABASE_URL ? await startPostgres() : undefined;
    if (postgres) closing.push(postgres.stop);
    const shop = await startShop({ ...outer, DATABASE_URL: postgres?.url });
    closing.push(shop.stop);

    console.error("      filling the stores and recording the shop's calls");
    Object.assign(process.env, shop.env);
    hideRequestLines();
    await allowUnpaid();
    const all = await operations();
    const chosen = all.filter(({ title }) => title.includes(only));
    const withFlood = TITLE.includes(only);
    if (chosen.length === 0 && !withFlood) {
      const titles = [...all.map(({ title }) => title), TITLE].join(", ");
      throw new UserError(`No title contains the text of --only. The titles are: ${titles}.`);
    }

    const file = path.join(dir, "scenarios.json");
    writeFileSync(file, JSON.stringify(Object.assign({}, ...all.map(({ scenarios }) => scenarios))));
    const env = { ...outer, ...shop.env, BENCH_SCENARIOS: file };
    const { api } = await build(path.join(dir, "bundle"));
    const targets: Target[] = [{ name: "gateway", url: shop.url }];
    for (const name of ["bare", "floor", "ceiling", "instance"] as const) {
      const target = await serve(name, env, name === "instance" ? api : undefined);
      closing.push(target.stop);
      targets.push(target);
    }
    const rows = await measure({ ...figures, operations: chosen, targets });
    const flooded = withFlood ? await flood({ ...figures, operations: all, targets }) : undefined;
    const tables = [summary(rows, figures.clients), besidePeers(rows, figures.clients), flooded?.table];
    console.log(`\n${machine(shop.engines)}:\n\n${tables.filter(Boolean).join("\n\n")}`);
    if (flooded?.invalid || rows.some(({ invalid }) => invalid))
      throw new UserError(`Figures with errors do not count. ${flooded?.invalid ?? ""}`);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
