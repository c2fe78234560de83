import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "@myclothes/functions/build";
import { startEngines } from "../../packages/local/src/engines/engines.ts";
import { silently } from "../../packages/local/src/process/narrate.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";
import { machine } from "./machine.ts";
import { median } from "./results.ts";
import { starts } from "./starts.ts";

// What a cold start costs beside what AWS itself takes: `npm run bench:cold`.
const RUNS = 20;
const AIMS = { kb: 400, loadMs: 60 };

const aim = (value: number, most: number): string => `${value <= most ? "met" : "missed"}: ${most} at most`;

console.error("starting the engines");
const engines = await startEngines();
const folder = mkdtempSync(path.join(tmpdir(), "cold-"));
try {
  await prepareStores(engines.env, silently);
  const { api } = await build(folder);
  const times = starts(pathToFileURL(api).href, { env: { ...process.env, ...engines.env }, runs: RUNS });
  const kb = statSync(api).size / 1024;
  const load = median(times.load) - median(times.bare);
  const lines = [
    ["bundle, KB", kb.toFixed(0), aim(kb, AIMS.kb)],
    ["bare node, ms", median(times.bare).toFixed(1), ""],
    ["load: import of the bundle over bare node, ms", load.toFixed(1), aim(load, AIMS.loadMs)],
    ["the same in CPU time, ms", (median(times.loadCpu) - median(times.bareCpu)).toFixed(1), ""],
    ...Object.entries(times.first).map(([what, all]) => [`${what}, ms`, median(all).toFixed(1), ""]),
  ];
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine([])}, medians of ${RUNS}:\n`);
  console.log("| cold start | | aim |\n|---|--:|---|");
  console.log(lines.map((line) => `| ${line.join(" | ")} |`).join("\n"));
} finally {
  rmSync(folder, { recursive: true });
  await engines.stop();
}
