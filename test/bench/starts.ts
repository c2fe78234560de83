import { spawnSync } from "node:child_process";
import { EDGE_HEADER } from "@myclothes/functions/edge-rules";
import { EDGE_SECRET } from "../../packages/local/src/engines/env.ts";

type Env = NodeJS.ProcessEnv;

/** In ms, one for each run. `first`: what the handler takes for the first event of its life, by what it asks for. */
export interface Starts {
  bare: number[];
  bareCpu: number[];
  load: number[];
  loadCpu: number[];
  first: Record<string, number[]>;
}

const requests = {
  "first request, no store (GET /v1/cart of a stranger)": { method: "GET", path: "/v1/cart" },
  "first request, Aurora (GET /v1/products)": { method: "GET", path: "/v1/products" },
  "first request, DynamoDB and Aurora (POST /v1/cart/items)": {
    method: "POST",
    path: "/v1/cart/items",
    body: { sku: "LINEN-CAMP-COLLAR-SHIRT-BLS-S", quantity: 1 },
  },
};

/** Each kind of start after the other, again and again: what slows the machine down for a while slows all of them. */
export function starts(bundle: string, { env, runs }: { env: Env; runs: number }): Starts {
  const times: Starts = { bare: [], bareCpu: [], load: [], loadCpu: [], first: {} };
  for (let i = 0; i < runs; i++) {
    if (process.stderr.isTTY) process.stderr.write(`\r${i + 1}/${runs}`);
    const bare = node(["-e"], "0", env);
    const load = node(MODULE, importing(bundle), env);
    times.bare.push(bare.ms);
    times.bareCpu.push(bare.cpuMs);
    times.load.push(load.ms);
    times.loadCpu.push(load.cpuMs);
    for (const [what, request] of Object.entries(requests)) {
      const { output } = node(MODULE, asking(bundle, request), env);
      times.first[what] = [...(times.first[what] ?? []), Number(output)];
    }
  }
  return times;
}

const MODULE = ["--input-type=module", "-e"];

/** From the start of a process to its end, which comes as soon as the script has run. */
function node(flags: string[], script: string, env: Env): { ms: number; cpuMs: number; output: string } {
  const ending = `;process.stdout.write(" " + JSON.stringify(process.cpuUsage()), () => process.exit())`;
  const started = performance.now();
  const child = spawnSync(process.execPath, [...flags, script + ending], { env, encoding: "utf8" });
  const ms = performance.now() - started;
  if (child.status !== 0) throw new Error(child.stderr);
  const [output = "", usage = "{}"] = child.stdout.split(" ");
  const { user, system } = JSON.parse(usage);
  return { ms, cpuMs: (user + system) / 1000, output };
}

const importing = (bundle: string) => `const { handler } = await import(${JSON.stringify(bundle)})`;

/** Prints what the handler takes for this event, in ms. */
function asking(
  bundle: string,
  { method, path, body }: { method: string; path: string; body?: object },
): string {
  const event = {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: "",
    headers: { host: "localhost", "content-type": "application/json", [EDGE_HEADER]: EDGE_SECRET },
    requestContext: { domainName: "localhost", http: { method, path, sourceIp: "127.0.0.1" } },
    isBase64Encoded: false,
    ...(body && { body: JSON.stringify(body) }),
  };
  return `${importing(bundle)};
    const started = performance.now();
    const { statusCode, body } = await handler(${JSON.stringify(event)}, {});
    const ms = performance.now() - started;
    if (statusCode !== 200) throw new Error(body);
    process.stdout.write(String(ms))`;
}
