import { fileURLToPath } from "node:url";
import { spawnGuarded } from "rds-data-local/guard";
import { UserError } from "../process/report.ts";

/** The instance died during the call. The call may or may not have been carried out. */
export class InstanceLost extends Error {}
/** The function threw, or its result cannot be sent. */
export class FunctionError extends Error {}

/** One call of the function. */
export interface Invocation {
  id: string;
  event: object;
  /** In epoch milliseconds. */
  deadline: number;
}

export interface Instance {
  number: number;
  pid: number;
  /** Calls the function. Throws InstanceLost or FunctionError. */
  invoke(invocation: Invocation): Promise<unknown>;
  /** False as soon as it cannot be called, a moment before `ended` resolves. */
  alive(): boolean;
  /** Resolves when it has ended, with how: "was killed (SIGKILL)". */
  ended: Promise<string>;
  /** Opens the instance to a debugger, or closes it to debuggers if `port` is undefined. Resolves when that is done. */
  inspect(port: number | undefined): Promise<void>;
  kill(): void;
  stop(): Promise<void>;
  /** Stops after the calls in progress have been answered. */
  retire(): Promise<void>;
}

export interface InstanceOptions {
  /** The name of the function, such as "Api". */
  name: string;
  /** The bundle's path: a module that exports the Lambda `handler`. */
  bundle: string;
  env: NodeJS.ProcessEnv;
  /** Receives what the instances print, and reports about them. */
  log: (text: string) => void;
}

type Message = { ready: number } | { inspected: true } | { id: string; result?: unknown; error?: true };
interface Call {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

const RUNTIME = fileURLToPath(new URL("runtime.mjs", import.meta.url));
const STOP_MS = 2_000;

/** Starts a process that loads the bundle. Resolves once it can be called; if it cannot, the error holds its last error line. */
export function startInstance(number: number, options: InstanceOptions): Promise<Instance> {
  const { name, bundle, env, log } = options;
  const args = ["--enable-source-maps", RUNTIME, name, String(number), bundle];
  const child = spawnGuarded(process.execPath, args, { env, ipc: true });
  const calls = new Map<string, Call>();
  let lastError = "";
  let onIdle = () => {};
  let onInspected = () => {};
  const read = (chunk: Buffer) => {
    const lines = chunk.toString().trim().split("\n");
    lastError = lines.findLast((line) => /error/i.test(line)) ?? lastError;
    log(chunk.toString());
  };
  child.stdout?.on("data", read);
  child.stderr?.on("data", read);

  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      for (const call of calls.values()) call.reject(new InstanceLost());
      calls.clear();
      onIdle();
      onInspected();
      setImmediate(resolve, signal ? `was killed (${signal})` : `ended with code ${code}`);
    });
  });
  const kill = () => void child.kill("SIGKILL");
  const stop = async () => {
    if (child.connected) child.disconnect();
    const timer = setTimeout(kill, STOP_MS);
    await ended;
    clearTimeout(timer);
  };
  const retire = async () => {
    // A caller that has just chosen this instance sends its call first.
    await new Promise(setImmediate);
    if (calls.size > 0)
      await new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    await stop();
  };
  const invoke = (invocation: Invocation) =>
    new Promise((resolve, reject) => {
      calls.set(invocation.id, { resolve, reject });
      child.send(invocation, (error) => error && reject(new InstanceLost()));
    });
  const inspect = (port: number | undefined) =>
    new Promise<void>((resolve) => {
      onInspected = resolve;
      if (child.connected) child.send({ inspect: port ?? null });
      else resolve();
    });
  const instance = { number, invoke, alive: () => child.connected, ended, inspect, kill, stop, retire };

  return new Promise((resolve, reject) => {
    child.on("message", (message: Message) => {
      if ("ready" in message) return resolve({ ...instance, pid: message.ready });
      if ("inspected" in message) return onInspected();
      const call = calls.get(message.id);
      calls.delete(message.id);
      if (message.error) call?.reject(new FunctionError("The function threw an error"));
      else call?.resolve(message.result);
      if (calls.size === 0) onIdle();
    });
    child.once("error", (error) => reject(new UserError(`An instance could not be run: ${error.message}`)));
    ended.then(() =>
      reject(new UserError(`${name} ${number} could not start: ${lastError || "it ended at once"}`)),
    );
  });
}
