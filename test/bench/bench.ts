import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../packages/local/src/process/report.ts";
import { startPostgres } from "../support/postgres.ts";
import { HELP, readFlags } from "./flags.ts";
import { floodTable } from "./flood.table.ts";
import { TITLE as FLOOD, flood } from "./flood.ts";
import { machine } from "./machine.ts";
import { measure } from "./measure.ts";
import { open } from "./open.ts";
import { operations } from "./operations.ts";
import { page } from "./page.ts";
import { serve, startWholeShop, type Target } from "./processes.ts";
import { results } from "./results.ts";
import { beside, summary } from "./summary.ts";
import { table } from "./table.ts";

const OUT = fileURLToPath(new URL("out/bench.html", import.meta.url));
const tell = (line: string) => console.error(line);

try {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) console.log(HELP);
  else await bench(flags);
} catch (error) {
  console.error(error instanceof UserError ? `\n${error.message}` : error);
  process.exitCode = 1;
}

async function bench(flags: ReturnType<typeof readFlags>): Promise<void> {
  const closing: (() => unknown)[] = [];
  try {
    tell("      starting the shop");
    const dir = mkdtempSync(path.join(tmpdir(), "bench-"));
    closing.push(() => rmSync(dir, { recursive: true, force: true }));
    const { DATABASE_URL } = process.env;
    const postgres = DATABASE_URL ? await startPostgres() : undefined;
    if (postgres) closing.push(postgres.stop);
    const { AWS_ENDPOINT_URL_DYNAMODB: _, AWS_ENDPOINT_URL_RDS_DATA: __, ...outer } = process.env;
    const shop = await startWholeShop(dir, { ...outer, DATABASE_URL: postgres?.url });
    closing.push(shop.stop);

    tell("      filling the stores, and noting which calls the shop makes");
    Object.assign(process.env, shop.env);
    const all = await operations();
    const chosen = all.filter(({ title }) => title.includes(flags.only));
    const withFlood = FLOOD.includes(flags.only);
    if (chosen.length === 0 && !withFlood)
      throw new UserError(`--only fits none of: ${[...all.map(({ title }) => title), FLOOD].join(", ")}.`);

    const script = path.join(dir, "script.json");
    writeFileSync(script, JSON.stringify(Object.assign({}, ...all.map(({ scenes }) => scenes))));
    const env = { ...outer, ...shop.env, BENCH_SCRIPT: script };
    const targets: Target[] = [];
    for (const [name, module] of [
      ["bare", "bare.ts"],
      ["floor", "floor.ts"],
      ["ceiling", "ceiling.ts"],
      ["instance", path.join(dir, "build", "api", "api.mjs")],
    ] as const) {
      const { url, pid, stop } = await serve(module, env);
      closing.push(stop);
      targets.push({ name, url, pids: [pid] });
    }
    const door: Target = { name: "door", url: shop.url, pids: [shop.pid, ...shop.instances] };
    targets.splice(1, 0, door);

    const rows = results(await measure({ ...flags, operations: chosen, targets, tell }));
    const flooded = withFlood ? await flood({ ...flags, operations: all, targets, tell }) : [];
    const where = machine(shop.engines);
    const heading = `${new Date().toISOString().slice(0, 10)}, ${where}`;
    if (rows.length > 0)
      console.log(`\n${table(rows)}\n\n${heading}:\n\n${summary(rows)}\n\n${beside(rows)}`);
    if (flooded.length > 0) console.log(`\n${heading}:\n\n${floodTable(flooded)}`);
    mkdirSync(path.dirname(OUT), { recursive: true });
    writeFileSync(OUT, page(rows, flooded, where, new Date()));
    console.log(`\nThe page: ${path.relative(process.cwd(), OUT)}`);
    if (flags.open) open(OUT);
    if ([...rows, ...flooded].some(({ invalid }) => invalid))
      throw new UserError("Where there were errors, the figures do not count.");
  } finally {
    for (const close of closing.reverse()) await close();
  }
}
