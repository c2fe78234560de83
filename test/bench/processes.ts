import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Child, launch, node } from "../../packages/local/src/process/child.ts";

/**
 * What is measured. `bare` and `floor` do nothing for a request; `ceiling` makes the shop's calls to the stores without the
 * shop. `floor`, `ceiling` and `instance` are handlers of Lambda behind the same small server.
 */
export const titles = {
  bare: "bare Hono",
  door: "the shop's front door",
  floor: "bare Hono as a handler",
  ceiling: "the SDK alone",
  instance: "one instance of the shop",
};

/** Something that answers the benchmark's requests. */
export interface Target {
  name: keyof typeof titles;
  url: string;
  /** The processes that answer; the stores are not among them. */
  pids: number[];
}

interface Started {
  url: string;
  env: Record<string, string>;
  /** What DynamoDB and Aurora are here. */
  engines: string[];
  instances: number[];
}

/** The shop as `npm start` runs it, on disk in `dir`. */
export async function startWholeShop(dir: string, env: NodeJS.ProcessEnv): Promise<Started & Child> {
  let started: Started | undefined;
  const program = node(file("shop.ts"), [dir]);
  const onMessage = (message: unknown) => {
    started = message as Started;
  };
  const child = await launch({ ...program, name: "The shop", ready: /^ready$/, env, onMessage });
  if (!started) throw new Error("The shop did not say where it is.");
  return { ...child, ...started };
}

/** A module's handler behind the smallest server that there is; `bare.ts` is a server itself. */
export async function serve(module: string, env: NodeJS.ProcessEnv): Promise<Child & { url: string }> {
  const program =
    module === "bare.ts"
      ? node(file(module), [])
      : node(file("server.ts"), [path.resolve(file("."), module)]);
  const child = await launch({ ...program, name: module, ready: /ready on (http:\S+)/, env });
  return { ...child, url: child.ready[1] ?? "" };
}

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const TICK_MS = 10;

/** The CPU time that processes have had so far, in ms; NaN where there is no /proc to ask. */
export function cpuMs(pids: number[]): number {
  try {
    return pids.map(ticks).reduce((sum, one) => sum + one, 0) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

/** Fields 14 and 15, user and system time; the name in field 2 may hold blanks. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function ticks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
