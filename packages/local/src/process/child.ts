import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { Trouble } from "./narrate.ts";

/** A program to run as a child, which must not outlive this process. */
export interface Program {
  /** The name that messages use. */
  name: string;
  command: string;
  args: string[];
  leash: "ipc" | "pipe";
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
  stop(): Promise<void>;
}

type Started = Pick<Program, "command" | "args" | "leash">;

/** A Node program in JavaScript, or in TypeScript, which starts more slowly. It must end when its IPC channel closes. */
export function node(script: string, args: string[]): Started {
  const tsx = () => ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href];
  const flags = script.endsWith(".ts") ? tsx() : [];
  return { command: process.execPath, args: [...flags, script, ...args], leash: "ipc" };
}

/**
 * Any other program. It does not notice when this process dies, so a shell beside it waits on a pipe that only this
 * process holds open. When this process ends, however it does, the kernel closes the pipe and the shell kills the program.
 */
export function binary(path: string, args: string[]): Started {
  const leash = '(read _ <&3; kill -9 $$) >/dev/null 2>&1 & exec "$@" 3<&-';
  return { command: "/bin/sh", args: ["-c", leash, "sh", path, ...args], leash: "pipe" };
}

/** Ends a program that hangs. On a very busy machine an engine has taken more than a minute to start. */
const START_MS = 600_000;

/** Starts a program and waits until it says that it is ready. When it ends instead, its last line is the reason. */
export function launch({ name, command, args, leash, ready, env, onMessage }: Program): Promise<Child> {
  // Each child has its own process group: Ctrl-C reaches this process alone, which then ends the children in order.
  const child = spawn(command, args, { detached: true, stdio: ["ignore", "pipe", "pipe", leash], env });
  let last = "";
  child.once("exit", () => leash === "pipe" && (child.stdio[3] as Writable).destroy());
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
      resolve({ name, pid: child.pid, ready: match, ended, stop });
    };
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output as Readable }).on("line", hear);
    }
    child.once("error", (error) => {
      last = error.message;
    });
    ended.then((reason) => {
      clearTimeout(late);
      reject(new Trouble(`${name} could not start: ${reason}`));
    });
  });
}
