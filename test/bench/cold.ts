import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, kilobytes } from "@myclothes/functions/build";
import { startEngines } from "../../packages/local/src/engines/engines.ts";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { run } from "../../packages/local/src/process/run.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";
import { machine } from "./machine.ts";
import { median } from "./results.ts";
import { starts } from "./starts.ts";

const HELP = `npm run bench:cold -- [flags]    the bundle's size, and what its first load and first requests take
  --runs <n>                     how often each is measured; the table has the medians (20)`;
/** Beside what AWS itself takes. */
const AIMS = { kb: 400, loadMs: 60 };

const aim = (value: number, most: number): string => `${value <= most ? "met" : "missed"}: ${most} at most`;

await run(async () => {
  const { help, runs } = readFlags(process.argv.slice(2));
  if (help) return void console.log(HELP);
  await cold(runs);
});

function readFlags(args: string[]) {
  const { help, runs } = parseFlags(args, {
    runs: { type: "string", default: "20" },
    help: { type: "boolean", short: "h" },
  });
  return { help, runs: wholeNumber("--runs", runs, 1, 1_000) };
}

async function cold(runs: number): Promise<void> {
  console.error("starting the engines");
  const engines = await startEngines();
  const folder = mkdtempSync(path.join(tmpdir(), "cold-"));
  try {
    await prepareStores(engines, noReport);
    const { api } = await build(folder);
    const times = starts(pathToFileURL(api).href, { env: { ...process.env, ...engines.env }, runs });
    const kb = kilobytes(api);
    const load = median(times.load) - median(times.bare);
    const lines = [
      ["bundle, KB", kb.toFixed(0), aim(kb, AIMS.kb)],
      ["bare node, ms", median(times.bare).toFixed(1), ""],
      ["load: import of the bundle over bare node, ms", load.toFixed(1), aim(load, AIMS.loadMs)],
      ["the same in CPU time, ms", (median(times.loadCpu) - median(times.bareCpu)).toFixed(1), ""],
      ...Object.entries(times.first).map(([what, all]) => [`${what}, ms`, median(all).toFixed(1), ""]),
    ];
    console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine([])}, medians of ${runs}:\n`);
    console.log("| cold start | | aim |\n|---|--:|---|");
    console.log(lines.map((line) => `| ${line.join(" | ")} |`).join("\n"));
  } finally {
    rmSync(folder, { recursive: true });
    await engines.stop();
  }
}
