import { pathToFileURL } from "node:url";
import { spawnGuarded } from "rds-data-local/guard";

interface ScheduleOptions {
  /** The bundle's path: a module that exports the Lambda `handler`. */
  bundle: string;
  env: NodeJS.ProcessEnv;
  /** Receives what the function prints. */
  log: (text: string) => void;
  everyMs: number;
}

/**
 * Calls a function at once, and again and again, as EventBridge does on AWS. The function has a process of its own,
 * which stays, as a warm Lambda instance does. A process that dies is replaced after `everyMs`.
 */
export function schedule({ bundle, env, log, everyMs }: ScheduleOptions): { stop(): Promise<void> } {
  const script = `await import("${new URL("console.mjs", import.meta.url).href}");
    const { handler } = await import("${pathToFileURL(bundle).href}");
    for (;;) {
      try {
        await handler({}, {});
      } catch (error) {
        console.error(error);
      }
      await new Promise((resolve) => setTimeout(resolve, ${everyMs}));
    }`;
  let stopping = false;
  let next: NodeJS.Timeout | undefined;
  let kill = () => {};
  let ended = Promise.resolve();
  const start = () => {
    const child = spawnGuarded(process.execPath, ["--input-type=module", "-e", script], { env });
    child.stdout?.on("data", (chunk) => log(String(chunk)));
    child.stderr?.on("data", (chunk) => log(String(chunk)));
    kill = () => void child.kill("SIGKILL");
    ended = new Promise((resolve) => child.once("close", () => resolve()));
    ended.then(() => {
      if (!stopping) next = setTimeout(start, everyMs).unref();
    });
  };
  start();
  const stop = () => {
    stopping = true;
    clearTimeout(next);
    kill();
    return ended;
  };
  return { stop };
}
