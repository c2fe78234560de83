import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build, kilobytes } from "@myclothes/functions/build";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { startEngines } from "../../packages/local/src/engines/engines.ts";
import { EDGE_SECRET } from "../../packages/local/src/engines/env.ts";
import { parseFlags, wholeNumber } from "../../packages/local/src/flags.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { run } from "../../packages/local/src/process/run.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";
import { median } from "./load.ts";
import { machine } from "./machine.ts";

const HELP = `npm run bench:cold -- [flags]    the size of the bundle, and the time of its first load and first requests
  --runs <n>                     how often each is measured; the table shows the medians (20)`;
/** AWS's own part of a cold start is not in them. */
const AIMS = { kb: 400, loadMs: 60 };

const REQUESTS: [title: string, method: string, path: string, body?: object][] = [
  ["first request, no store (GET /v1/cart of a stranger), ms", "GET", "/v1/cart"],
  ["first request, Aurora (GET /v1/products), ms", "GET", "/v1/products"],
  [
    "first request, DynamoDB and Aurora (POST /v1/cart/items), ms",
    "POST",
    "/v1/cart/items",
    { sku: "LINEN-CAMP-COLLAR-SHIRT-BLS-S", quantity: 1 },
  ],
];

await run(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    runs: { type: "string", default: "20" },
    help: { type: "boolean", short: "h" },
  });
  if (flags.help) return void console.log(HELP);
  await cold(wholeNumber("--runs", flags.runs, 1, 1_000));
});

async function cold(runs: number): Promise<void> {
  console.error("starting the engines");
  const engines = await startEngines();
  const folder = mkdtempSync(path.join(tmpdir(), "cold-"));
  try {
    await prepareStores(engines, noReport);
    const { api } = await build(folder);
    const env = { ...process.env, ...engines.env };
    const load = `const { handler } = await import(${JSON.stringify(pathToFileURL(api).href)})`;
    const scripts = ["0", load, ...REQUESTS.map(([, ...request]) => firstRequest(load, ...request))];
    const times = scripts.map((): Run[] => []);
    // Each script in turn: what slows the machine for a while slows all of them.
    for (let i = 0; i < runs; i++)
      for (const [at, script] of scripts.entries()) times[at]?.push(node(script, env));
    const [bare = [], loaded = [], ...requests] = times;
    const of = (what: keyof Run, all: Run[]) => median(all.map((one) => one[what]));
    const kb = kilobytes(api);
    const ms = of("ms", loaded) - of("ms", bare);
    const lines = [
      ["bundle, KB", kb.toFixed(0), aim(kb, AIMS.kb)],
      ["bare node, ms", of("ms", bare).toFixed(1), ""],
      ["load: import of the bundle over bare node, ms", ms.toFixed(1), aim(ms, AIMS.loadMs)],
      ["the same in CPU time, ms", (of("cpuMs", loaded) - of("cpuMs", bare)).toFixed(1), ""],
      ...REQUESTS.map(([title], i) => [title, of("printed", requests[i] ?? []).toFixed(1), ""]),
    ];
    console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine([])}, medians of ${runs}:\n`);
    console.log(
      `| cold start | | aim |\n|---|--:|---|\n${lines.map((line) => `| ${line.join(" | ")} |`).join("\n")}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
    await engines.stop();
  }
}

function aim(value: number, most: number): string {
  return `${value <= most ? "met" : "missed"}: ${most} at most`;
}

interface Run {
  /** From the start of the process to its end. */
  ms: number;
  cpuMs: number;
  /** The number that the script printed. */
  printed: number;
}

function node(script: string, env: NodeJS.ProcessEnv): Run {
  const end = `;process.stdout.write(" " + JSON.stringify(process.cpuUsage()), () => process.exit())`;
  const started = performance.now();
  const child = spawnSync(process.execPath, ["--input-type=module", "-e", script + end], {
    env,
    encoding: "utf8",
  });
  const ms = performance.now() - started;
  if (child.status !== 0) throw new Error(child.stderr);
  const [printed, usage = "{}"] = child.stdout.split(" ");
  const { user, system } = JSON.parse(usage);
  return { ms, cpuMs: (user + system) / 1000, printed: Number(printed) };
}

/** A script that prints the handler's time for the first event of its life, in ms. */
function firstRequest(load: string, method: string, rawPath: string, body?: object): string {
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString: "",
    headers: { host: "localhost", "content-type": "application/json", [EDGE_HEADER]: EDGE_SECRET },
    requestContext: { domainName: "localhost", http: { method, path: rawPath, sourceIp: "127.0.0.1" } },
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
  };
  return `${load};
    const started = performance.now();
    const { statusCode, body } = await handler(${JSON.stringify(event)}, {});
    const ms = performance.now() - started;
    if (statusCode !== 200) throw new Error(body);
    process.stdout.write(String(ms))`;
}
