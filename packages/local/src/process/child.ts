import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { spawnGuarded } from "rds-data-local/guard";
import { UserError } from "./report.ts";

/** A program to run as a child. It never outlives this process. */
export interface Program {
  /** The name that messages use. */
  name: string;
  command: string;
  args: string[];
  /** Matches the line that it prints when it is ready. */
  ready: RegExp;
  env?: NodeJS.ProcessEnv;
  /** Receives each message from its IPC channel. */
  onMessage?: (message: unknown) => void;
}

export interface Child {
  name: string;
  pid: number;
  ready: RegExpMatchArray;
  /** Resolves when it has ended, with the reason if one is known. */
  ended: Promise<string>;
  /** Sends a message over its IPC channel, which it has when the program has `onMessage`. */
  send(message: object): void;
  stop(): Promise<void>;
}

/** A Node program in JavaScript, or in TypeScript, which starts more slowly. */
export function node(script: string, args: string[]): Pick<Program, "command" | "args"> {
  const tsx = () => ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href];
  const flags = script.endsWith(".ts") ? tsx() : [];
  return { command: process.execPath, args: [...flags, script, ...args] };
}

/** Ends a program that hangs. On a very busy machine an engine has taken more than a minute to start. */
const START_MS = 600_000;

/** Starts a program and waits until it says that it is ready. When it ends instead, its last line is the reason. */
export function launch({ name, command, args, ready, env, onMessage }: Program): Promise<Child> {
  // Ctrl-C reaches this process alone, because each child has its own process group. It then ends the children in order.
  const child = spawnGuarded(command, args, { ipc: onMessage !== undefined, ...(env && { env }) });
  let last = "";
  const ended = new Promise<string>((resolve) => {
    child.once("close", (code, signal) =>
      resolve(signal ? `it was ended by ${signal}` : last || `it ended with code ${code}`),
    );
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const deaf = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(deaf);
  };
  const send = (message: object) => void child.send(message);
  if (onMessage) child.on("message", onMessage);

  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      last = `it was not ready after ${START_MS / 1000} s`;
      child.kill("SIGTERM");
    }, START_MS);
    const hear = (line: string) => {
      const match = line.match(ready);
      last = match ? "" : line.trim() || last;
      if (!match || !child.pid) return;
      clearTimeout(late);
      resolve({ name, pid: child.pid, ready: match, ended, send, stop });
    };
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output as Readable }).on("line", hear);
    }
    child.once("error", (error) => {
      last = error.message;
    });
    ended.then((reason) => {
      clearTimeout(late);
      reject(new UserError(`${name} could not start: ${reason}`));
    });
  });
}
