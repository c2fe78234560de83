import { apis, type FunctionName } from "@myclothes/functions/functions";
import { type Instances, type InstancesOptions, nameOf, startInstances } from "./instances.ts";
import { type Consumer, consume } from "./queue.ts";
import { routeFor } from "./routes.ts";
import { type Schedule, schedule } from "./schedule.ts";

/** The functions with a schedule. On AWS they run once a minute. Here a call costs nothing, and nobody wants to wait. */
const SCHEDULED: { name: FunctionName; everyMs: number }[] = [
  { name: "sweep", everyMs: 15_000 },
  // It answers requests too, by instances of its own.
  { name: "payments", everyMs: 15_000 },
];

/** The functions that the queue calls. */
const CONSUMING: { name: FunctionName }[] = [{ name: "worker" }];

/** The functions that run on a laptop. The deploy alone calls `migrate`; here the preparation of the stores does its work. */
export const localFunctions: FunctionName[] = [
  ...new Set([...apis, ...SCHEDULED, ...CONSUMING].map(({ name }) => name)),
];

/** Finds the bundle of a function. */
type FindBundle = (name: FunctionName) => Promise<string>;

export interface Functions {
  /** The instances that answer requests for this path. */
  instancesFor(path: string): Instances | undefined;
  /** The instances of the shoppers' API. */
  list(): { number: number; pid: number }[];
  /** Kills the instance of any API with this name, such as 2-14460. Resolves when it is dead, to false if there is none. */
  kill(name: string): Promise<boolean>;
  /**
   * Lets other bundles answer requests, and calls `beforeSwitch` before their first call. No request fails. Throws a UserError
   * when one of them cannot start. Then the old one goes on.
   */
  reload(bundle: FindBundle, beforeSwitch: () => Promise<void>): Promise<void>;
  /** Runs other bundles of the functions that answer no requests. */
  reloadOthers(bundle: FindBundle): Promise<void>;
  stop(): Promise<void>;
}

interface Settings extends Omit<InstancesOptions, "name" | "bundle"> {
  /** How many instances the shoppers' API has. They show that no instance keeps state. Every other API has one. */
  instances: number;
  /** Resolves when the stores have their tables. A function that nobody calls begins to work only then. */
  prepared: Promise<unknown>;
}

/** Starts all functions. The first API has the given port for a debugger, the second API the next port, and so on. */
export async function startFunctions(bundle: FindBundle, settings: Settings): Promise<Functions> {
  const { instances: count, inspectPort: firstPort, prepared, ...shared } = settings;
  const answering: { name: FunctionName; run: Instances }[] = [];
  const others: { name: FunctionName; run: Schedule | Consumer }[] = [];
  const stop = async () => {
    await Promise.all([...answering, ...others].map(({ run }) => run.stop()));
  };
  try {
    const starts = apis.map(async ({ name, concurrency }, i) => {
      const inspectPort = firstPort === undefined ? undefined : firstPort + i;
      const options = {
        ...shared,
        name: titleOf(name),
        bundle: await bundle(name),
        inspectPort,
        concurrency,
      };
      answering.push({ name, run: await startInstances(name === "api" ? count : 1, options) });
    });
    const results = await Promise.allSettled([...starts, prepared]);
    const failed = results.find((one) => one.status === "rejected");
    if (failed) throw failed.reason;
    for (const { name, everyMs } of SCHEDULED)
      others.push({ name, run: schedule({ ...shared, bundle: await bundle(name), everyMs }) });
    for (const { name } of CONSUMING)
      others.push({ name, run: consume({ ...shared, name: titleOf(name), bundle: await bundle(name) }) });
  } catch (error) {
    await stop();
    throw error;
  }

  const runOf = (wanted: FunctionName | undefined) => answering.find(({ name }) => name === wanted)?.run;
  const instancesFor = (path: string) => runOf(routeFor(path)?.name);
  const list = () => runOf("api")?.list() ?? [];
  const kill = async (name: string) => {
    const killed = await Promise.all(answering.map(({ run }) => run.kill(name)));
    return killed.includes(true);
  };
  const reload: Functions["reload"] = async (find, beforeSwitch) => {
    for (const { name, run } of answering) await run.reload(await find(name), beforeSwitch);
  };
  const reloadOthers: Functions["reloadOthers"] = async (find) => {
    for (const { name, run } of others) await run.reload(await find(name));
  };
  return { instancesFor, list, kill, reload, reloadOthers, stop };
}

export const titleOf = (name: string) => name.replace(/^./, (first) => first.toUpperCase());

/** The shoppers' instances and the other functions in one line, for people. */
export const namesOf = (functions: Functions): string =>
  [...functions.list().map(nameOf), ...localFunctions.filter((name) => name !== "api").map(titleOf)].join(
    "  ",
  );
