import { execFileSync } from "node:child_process";
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
import { plain } from "../support/markdown.ts";
import { median } from "./load.ts";
import { machine } from "./machine.ts";

const HELP = `npm run bench:cold -- [flags]    the size of the bundle, and the time of its import and first requests
  --runs <n>                     how often each is measured; the table shows the medians (20)
  --beside <file>                another build's api.mjs, measured in turn with this one`;

const MAX_KB = 410;
/** Without AWS's own part of a cold start. */
const MAX_IMPORT_MS = 60;

const REQUESTS: [title: string, method: string, path: string, body?: object][] = [
  ["no store (GET /v1/cart of a stranger)", "GET", "/v1/cart"],
  ["Aurora (GET /v1/products)", "GET", "/v1/products"],
  [
    "DynamoDB and Aurora (POST /v1/cart/items)",
    "POST",
    "/v1/cart/items",
    { sku: "LINEN-CAMP-COLLAR-SHIRT-BLS-S", quantity: 1 },
  ],
];

await run(async () => {
  const flags = parseFlags(process.argv.slice(2), {
    runs: { type: "string", default: "20" },
    beside: { type: "string" },
    help: { type: "boolean", short: "h" },
  });
  if (flags.help) return void console.log(HELP);
  await cold(wholeNumber("--runs", flags.runs, 1, 1_000), flags.beside);
});

async function cold(runs: number, beside?: string): Promise<void> {
  console.error("starting the engines");
  const engines = await startEngines();
  const folder = mkdtempSync(path.join(tmpdir(), "cold-"));
  try {
    await prepareStores(engines, noReport);
    const bundles = [(await build(folder)).api, ...(beside ? [path.resolve(beside)] : [])];
    const env = { ...process.env, ...engines.env };
    const times = bundles.map(() => REQUESTS.map((): Times[] => []));
    // The bundles take turns: what slows the machine for a while slows both.
    for (let i = 0; i < runs; i++)
      for (const [r, [, ...request]] of REQUESTS.entries())
        for (const [b, bundle] of bundles.entries()) times[b]?.[r]?.push(start(bundle, env, ...request));
    const row = (title: string, value: (all: Times[][], bundle: string) => number, most = Infinity) => {
      const values = bundles.map((bundle, b) => value(times[b] ?? [], bundle));
      const aim = `${(values[0] ?? 0) <= most ? "met" : "**missed**"}: ${most} at most`;
      return [title, ...values.map((one) => one.toFixed(1)), most < Infinity ? aim : ""];
    };
    const of = (what: keyof Times, all: Times[] = []) => median(all.map((one) => one[what]));
    const lines = [
      row("bundle, KB", (_, bundle) => kilobytes(bundle), MAX_KB),
      row("start of Node, ms", (all) => of("nodeMs", all.flat())),
      row("import of the bundle, ms", (all) => of("importMs", all.flat()), MAX_IMPORT_MS),
      row("the same in CPU time, ms", (all) => of("importCpuMs", all.flat())),
      ...REQUESTS.map(([title], r) => row(`first request, ${title}, ms`, (all) => of("requestMs", all[r]))),
    ];
    const head = ["cold start", "this build", ...(beside ? ["the other build"] : []), "aim"];
    console.log(`\n${machine()}, medians of ${runs} for each request:\n\n${plain([head, ...lines])}`);
  } finally {
    rmSync(folder, { recursive: true });
    await engines.stop();
  }
}

interface Times {
  nodeMs: number;
  importMs: number;
  importCpuMs: number;
  requestMs: number;
}

/** Imports a bundle in a new process, and sends it the first event of its life. */
function start(
  bundle: string,
  env: NodeJS.ProcessEnv,
  method: string,
  rawPath: string,
  body?: object,
): Times {
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
  const script = `
    const [nodeMs, cpu] = [performance.now(), process.cpuUsage()];
    const { handler } = await import(${JSON.stringify(pathToFileURL(bundle).href)});
    const [imported, { user, system }] = [performance.now(), process.cpuUsage(cpu)];
    const { statusCode, body } = await handler(${JSON.stringify(event)}, {});
    const requestMs = performance.now() - imported;
    if (statusCode !== 200) throw new Error(body);
    const times = { nodeMs, importMs: imported - nodeMs, importCpuMs: (user + system) / 1000, requestMs };
    process.stdout.write(JSON.stringify(times), () => process.exit());`;
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { env, encoding: "utf8" }),
  );
}
