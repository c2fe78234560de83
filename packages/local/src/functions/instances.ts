import { setTimeout as sleep } from "node:timers/promises";
import { sentence } from "../process/report.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance.ts";

export interface Instances {
  /** Begins a request, and returns what ends it. Undefined: they answer as many requests as they may. */
  enter(): (() => void) | undefined;
  /** The next instance in turn. Waits until one is ready; undefined when none is after `waitMs`. */
  next(waitMs: number): Promise<Instance | undefined>;
  list(): { number: number; pid: number }[];
  /** Kills the instance with this name, as if its machine had failed. Resolves when it is dead, to false if there is none. */
  kill(name: string): Promise<boolean>;
  /**
   * Starts as many instances of another bundle, calls `beforeSwitch`, then sends all new calls to them. The old ones answer the
   * calls that they have, and stop. When one of the new instances cannot start, this throws a UserError and the old ones go on.
   */
  reload(bundle: string, beforeSwitch: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export interface InstancesOptions extends InstanceOptions {
  /** The port for a debugger. The first instance opens it, and after a reload its successor. */
  inspectPort?: number | undefined;
  /** How many requests all of them answer at a time. On Lambda each has an instance of its own. By default any number. */
  concurrency?: number | undefined;
}

const LONGEST_PAUSE_MS = 5_000;

/** The name of an instance, its number and process ID: 1-14460. */
export const nameOf = ({ number, pid }: { number: number; pid: number }) => `${number}-${pid}`;

/**
 * Starts `count` instances and keeps that many. An instance that dies is replaced at once, under its number. If the new one
 * cannot start, the next attempt follows after a growing pause. Unlike on Lambda, an instance may answer several calls at a time.
 */
export async function startInstances(count: number, options: InstancesOptions): Promise<Instances> {
  const { log, inspectPort, concurrency = Number.POSITIVE_INFINITY } = options;
  const current = new Map<number, Instance>();
  const running = new Set<Instance>();
  const waiting = new Set<() => void>();
  let { bundle } = options;
  let last = 0;
  let requests = 0;
  let stopping = false;

  const start = async (number: number, of: string) => {
    const instance = await startInstance(number, { ...options, bundle: of });
    running.add(instance);
    instance.ended.then(() => running.delete(instance));
    return instance;
  };
  const startAll = async (of: string) => {
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    const starts = await Promise.allSettled(numbers.map((number) => start(number, of)));
    const started = starts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const failed = starts.find((one) => one.status === "rejected");
    if (!failed) return started;
    await Promise.all(started.map((instance) => instance.stop()));
    throw failed.reason;
  };

  const use = (instance: Instance) => {
    current.set(instance.number, instance);
    for (const wake of waiting) wake();
    instance.ended.then((how) => {
      // After a reload another instance has its number already.
      if (current.get(instance.number) !== instance) return;
      current.delete(instance.number);
      return replace(instance, how);
    });
  };
  const inspect = async (instance: Instance, before?: Instance) => {
    if (inspectPort === undefined || instance.number !== 1) return;
    // A port has one owner. An instance that a debugger holds at a breakpoint closes it when it goes on.
    await before?.inspect(undefined);
    await instance.inspect(inspectPort);
  };
  const replace = async (dead: Instance, how: string) => {
    const since = performance.now();
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const instance = await start(dead.number, bundle);
        if (stopping || current.has(dead.number)) return await instance.stop();
        const ms = Math.round(performance.now() - since);
        log(`${nameOf(dead)} ${how}; ${nameOf(instance)} takes its place after ${ms} ms\n`);
        use(instance);
        return await inspect(instance);
      } catch (error) {
        log(`${sentence((error as Error).message)} Trying again in ${pause / 1000} s.\n`);
        await sleep(pause, undefined, { ref: false });
      }
    }
  };

  const reload: Instances["reload"] = async (next, beforeSwitch) => {
    const started = await startAll(next);
    await beforeSwitch();
    bundle = next;
    for (const instance of started) {
      const before = current.get(instance.number);
      use(instance);
      inspect(instance, before).then(() => before?.retire());
    }
  };
  const stop = async () => {
    stopping = true;
    await Promise.all([...running].map((instance) => instance.stop()));
  };

  for (const instance of await startAll(bundle)) {
    use(instance);
    await inspect(instance);
  }

  const usable = () =>
    [...current.values()].filter(({ alive }) => alive()).sort((one, other) => one.number - other.number);
  const next = async (waitMs: number) => {
    if (usable().length === 0 && !stopping) await soonReady(waitMs);
    const all = usable();
    const chosen = all.find(({ number }) => number > last) ?? all[0];
    last = chosen?.number ?? 0;
    return chosen;
  };
  const soonReady = (waitMs: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, waitMs);
      waiting.add(wake);
    });
  const enter = () => {
    if (requests >= concurrency) return undefined;
    requests++;
    return () => {
      requests--;
    };
  };
  const list = () => usable().map(({ number, pid }) => ({ number, pid }));
  const kill = async (name: string) => {
    const found = usable().find((instance) => nameOf(instance) === name);
    found?.kill();
    await found?.ended;
    return found !== undefined;
  };
  return { enter, next, list, kill, reload, stop };
}
