import { pathToFileURL } from "node:url";
import { spawnGuarded } from "rds-data-local/guard";
import type { InstanceOptions } from "./instance.ts";

export interface Schedule {
  /** Ends the process, and calls the handler of another bundle from now on. */
  reload(bundle: string): Promise<void>;
  stop(): Promise<void>;
}

interface ScheduleOptions extends Omit<InstanceOptions, "name"> {
  everyMs: number;
}

/**
 * Calls a function at once, and again every `everyMs`, as EventBridge does on AWS. The function has a process of its own,
 * which stays, as a warm Lambda instance does. A process that dies is replaced after `everyMs`.
 */
export function schedule({ bundle: first, env, log, everyMs }: ScheduleOptions): Schedule {
  let stopping = false;
  let next: NodeJS.Timeout | undefined;
  let kill = () => {};
  let ended = Promise.resolve();
  let bundle = first;
  const start = () => {
    const args = ["--enable-source-maps", "--input-type=module", "-e", script(bundle, everyMs)];
    const child = spawnGuarded(process.execPath, args, { env });
    child.stdout?.on("data", (chunk) => log(String(chunk)));
    child.stderr?.on("data", (chunk) => log(String(chunk)));
    kill = () => void child.kill("SIGKILL");
    ended = new Promise((resolve) => child.once("close", () => resolve()));
    ended.then(() => {
      if (!stopping) next = setTimeout(start, everyMs).unref();
    });
  };
  start();
  const stop = async () => {
    stopping = true;
    clearTimeout(next);
    kill();
    await ended;
  };
  const reload = async (changed: string) => {
    // A scheduled function must bear being killed in the middle: its next call finishes the work.
    await stop();
    stopping = false;
    bundle = changed;
    start();
  };
  return { reload, stop };
}

const script = (bundle: string, everyMs: number) => `
await import("${new URL("console.mjs", import.meta.url).href}");
const { handler } = await import("${pathToFileURL(bundle).href}");
for (;;) {
  try {
    await handler({}, {});
  } catch (error) {
    console.error(error);
  }
  await new Promise((resolve) => setTimeout(resolve, ${everyMs}));
}`;
