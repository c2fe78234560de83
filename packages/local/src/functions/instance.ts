import { fileURLToPath } from "node:url";
import { spawnLeashed } from "rds-data-local/leash";
import type { ApiEvent } from "../gateway/event.ts";
import { UserError } from "../process/report.ts";

/** The instance died during the call. Nobody knows whether the call was carried out. */
export class InstanceLost extends Error {}
/** The function threw, or what it returned cannot be sent. */
export class FunctionError extends Error {}

export interface Instance {
  number: number;
  pid: number;
  /** Calls the function. Throws InstanceLost or FunctionError. `deadline` in epoch milliseconds. */
  invoke(event: ApiEvent, deadline: number): Promise<unknown>;
  /** False as soon as it cannot be called, a moment before `ended` resolves. */
  alive(): boolean;
  /** Resolves when it has ended, with how: "was killed (SIGKILL)". */
  ended: Promise<string>;
  kill(): void;
  stop(): Promise<void>;
}

export interface InstanceOptions {
  /** The bundle's path: a module that exports the Lambda `handler`. */
  bundle: string;
  env: NodeJS.ProcessEnv;
  /** Receives what the instances print, and what becomes of them. */
  log: (text: string) => void;
}

type Message = { ready: number } | { id: string; result?: unknown; error?: true };
interface Call {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Starts a process that loads the bundle. Resolves once it can be called; if it cannot, the error holds its last error line. */
export function startInstance(number: number, { bundle, env, log }: InstanceOptions): Promise<Instance> {
  const script = fileURLToPath(new URL("runtime.mjs", import.meta.url));
  const child = spawnLeashed(process.execPath, [script, String(number), bundle], { env, ipc: true });
  const calls = new Map<string, Call>();
  let last = "";
  const hear = (chunk: Buffer) => {
    last =
      chunk
        .toString()
        .trim()
        .split("\n")
        .findLast((line) => /error/i.test(line)) ?? last;
    log(chunk.toString());
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);

  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      for (const call of calls.values()) call.reject(new InstanceLost());
      calls.clear();
      setImmediate(resolve, signal ? `was killed (${signal})` : `ended with code ${code}`);
    });
  });
  const kill = () => void child.kill("SIGKILL");
  const stop = async () => {
    if (child.connected) child.disconnect();
    const deaf = setTimeout(kill, 2_000);
    await ended;
    clearTimeout(deaf);
  };
  const invoke = (event: ApiEvent, deadline: number) =>
    new Promise((resolve, reject) => {
      const id = event.requestContext.requestId;
      calls.set(id, { resolve, reject });
      child.send({ id, event, deadline }, (error) => error && reject(new InstanceLost()));
    });
  const instance = { number, invoke, alive: () => child.connected, ended, kill, stop };

  return new Promise((resolve, reject) => {
    child.on("message", (message: Message) => {
      if ("ready" in message) return resolve({ ...instance, pid: message.ready });
      const call = calls.get(message.id);
      calls.delete(message.id);
      if (message.error) call?.reject(new FunctionError("The function threw an error"));
      else call?.resolve(message.result);
    });
    child.once("error", (error) => reject(new UserError(`An instance could not be run: ${error.message}`)));
    ended.then(() =>
      reject(new UserError(`Instance ${number} could not start: ${last || "it ended at once"}`)),
    );
  });
}
