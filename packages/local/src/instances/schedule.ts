import { type ChildProcess, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

interface ScheduleOptions {
  /** The bundle's path: a module that exports the Lambda `handler`. */
  bundle: string;
  env: NodeJS.ProcessEnv;
  /** Receives what the function prints. */
  log: (text: string) => void;
  everyMs: number;
}

/** Calls a function again and again, each time in a process of its own, as EventBridge does on AWS. */
export function schedule({ bundle, env, log, everyMs }: ScheduleOptions): { stop(): Promise<void> } {
  const logging = new URL("console.mjs", import.meta.url).href;
  const script = `await import("${logging}"); await (await import("${pathToFileURL(bundle).href}")).handler({}, {})`;
  // On a busy machine a call may last longer than the time between two.
  const running = new Map<ChildProcess, Promise<void>>();
  const call = () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { env });
    child.stdout.on("data", (chunk) => log(String(chunk)));
    child.stderr.on("data", (chunk) => log(String(chunk)));
    const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
    running.set(
      child,
      ended.finally(() => running.delete(child)),
    );
  };
  const timer = setInterval(call, everyMs).unref();
  const stop = async () => {
    clearInterval(timer);
    for (const child of running.keys()) child.kill("SIGKILL");
    await Promise.all(running.values());
  };
  return { stop };
}
