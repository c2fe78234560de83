import { spawn } from "node:child_process";
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
  let ended = Promise.resolve();
  let kill = () => {};
  const call = () => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { env });
    child.stdout.on("data", (chunk) => log(String(chunk)));
    child.stderr.on("data", (chunk) => log(String(chunk)));
    ended = new Promise((resolve) => child.once("close", () => resolve()));
    kill = () => void child.kill("SIGKILL");
  };
  const timer = setInterval(call, everyMs).unref();
  const stop = () => {
    clearInterval(timer);
    kill();
    return ended;
  };
  return { stop };
}
