import type { FunctionName } from "@myclothes/functions/build";
import { type Instances, type InstancesOptions, nameOf, startInstances } from "./instances.ts";
import { type Schedule, schedule } from "./schedule.ts";

interface Local {
  name: FunctionName;
  /** The beginnings of the paths that it answers. The first function in the table that fits a path answers. */
  paths?: string[];
  /** How many instances answer. Without it, as many as the command line says. */
  instances?: number;
  /** How often it is called without a request. */
  everyMs?: number;
}

/** The functions that run on a laptop. The deploy alone calls `migrate`; here the preparation of the stores does its work. */
const FUNCTIONS: Local[] = [
  { name: "api", paths: ["/"] },
  // On AWS it is called once a minute. Here it costs nothing, and nobody wants to wait.
  { name: "sweep", everyMs: 15_000 },
];

export const localFunctions: FunctionName[] = FUNCTIONS.map(({ name }) => name);

/** Finds the bundle of a function. */
type FindBundle = (name: FunctionName) => Promise<string>;

export interface Functions {
  /** The instances that answer requests for this path. */
  instancesFor(path: string): Instances | undefined;
  list(): { number: number; pid: number }[];
  /**
   * Lets other bundles answer requests, and calls `beforeSwitch` before their first call. No request fails. Throws a UserError when
   * one of them cannot start. Then the old one goes on.
   */
  reload(bundle: FindBundle, beforeSwitch: () => Promise<void>): Promise<void>;
  /** Runs other bundles of the functions that answer no requests. */
  reloadScheduled(bundle: FindBundle): Promise<void>;
  stop(): Promise<void>;
}

interface Settings extends Omit<InstancesOptions, "name" | "bundle"> {
  instances: number;
}

/** Starts all functions. The port for a debugger is the first function's. */
export async function startFunctions(bundle: FindBundle, settings: Settings): Promise<Functions> {
  const { instances: count, inspectPort, ...shared } = settings;
  const running: { of: Local; run: Instances | Schedule }[] = [];
  const stop = async () => {
    await Promise.all(running.map(({ run }) => run.stop()));
  };
  try {
    for (const of of FUNCTIONS) {
      const { name, everyMs } = of;
      const options = { ...shared, name: titleOf(name), bundle: await bundle(name) };
      const port = of === FUNCTIONS[0] ? inspectPort : undefined;
      const run =
        everyMs === undefined
          ? await startInstances(of.instances ?? count, { ...options, inspectPort: port })
          : schedule({ ...options, everyMs });
      running.push({ of, run });
    }
  } catch (error) {
    await stop();
    throw error;
  }

  const answering = running.flatMap(({ of, run }) => ("next" in run ? [{ of, run }] : []));
  const scheduled = running.flatMap(({ of, run }) => ("next" in run ? [] : [{ of, run }]));
  const instancesFor = (path: string) =>
    answering.find(({ of }) => of.paths?.some((beginning) => path.startsWith(beginning)))?.run;
  const list = () => answering.flatMap(({ run }) => run.list());
  const reload: Functions["reload"] = async (find, beforeSwitch) => {
    for (const { of, run } of answering) await run.reload(await find(of.name), beforeSwitch);
  };
  const reloadScheduled: Functions["reloadScheduled"] = async (find) => {
    for (const { of, run } of scheduled) await run.reload(await find(of.name));
  };
  return { instancesFor, list, reload, reloadScheduled, stop };
}

const titleOf = (name: string) => name.replace(/^./, (first) => first.toUpperCase());

/** The instances in one line, for people. */
export const namesOf = (functions: Functions): string => functions.list().map(nameOf).join("  ");
