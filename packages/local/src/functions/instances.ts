import { setTimeout as sleep } from "node:timers/promises";
import { sentence } from "../process/report.ts";
import { type Instance, type InstanceOptions, startInstance } from "./instance.ts";

export interface Instances {
  /** The next one in turn. Waits until one is ready; undefined when none is after `waitMs`. */
  next(waitMs: number): Promise<Instance | undefined>;
  list(): { number: number; pid: number }[];
  stop(): Promise<void>;
}

const LONGEST_PAUSE_MS = 5_000;

/** The name of an instance, its number and process id: 1-14460. */
export const nameOf = ({ number, pid }: { number: number; pid: number }) => `${number}-${pid}`;

/**
 * Starts `count` instances and keeps that many. An instance that dies is replaced at once, under its number. If the new one
 * cannot start, the next attempt follows after a growing pause. Unlike on Lambda, an instance may answer several calls at a time.
 */
export async function startInstances(count: number, options: InstanceOptions): Promise<Instances> {
  const ready = new Map<number, Instance>();
  const waiting = new Set<() => void>();
  let last = 0;
  let stopping = false;

  const keep = (instance: Instance) => {
    ready.set(instance.number, instance);
    for (const wake of waiting) wake();
    instance.ended.then((how) => {
      ready.delete(instance.number);
      return replace(instance, how);
    });
  };
  const replace = async (dead: Instance, how: string) => {
    const since = performance.now();
    for (let pause = 100; !stopping; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const instance = await startInstance(dead.number, options);
        if (stopping) return await instance.stop();
        const ms = Math.round(performance.now() - since);
        options.log(`${nameOf(dead)} ${how}; ${nameOf(instance)} takes its place after ${ms} ms\n`);
        return keep(instance);
      } catch (error) {
        options.log(`${sentence((error as Error).message)} Trying again in ${pause / 1000} s.\n`);
        await sleep(pause, undefined, { ref: false });
      }
    }
  };
  const stop = async () => {
    stopping = true;
    await Promise.all([...ready.values()].map((instance) => instance.stop()));
  };

  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const first = await Promise.allSettled(numbers.map((number) => startInstance(number, options)));
  for (const start of first) if (start.status === "fulfilled") keep(start.value);
  const failed = first.find((start) => start.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }

  const usable = () =>
    [...ready.values()].filter(({ alive }) => alive()).sort((one, other) => one.number - other.number);
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
  const list = () => usable().map(({ number, pid }) => ({ number, pid }));
  return { next, list, stop };
}
