import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import { Trouble } from "./narrate.ts";

/** A program to run as a child that must not outlive us. Node programs end by themselves when their IPC channel does. */
export interface Program {
  command: string;
  args: string[];
  leash: "ipc" | "pipe";
}

export interface Child {
  pid: number;
  /** The match of the line by which it said that it is ready. */
  ready: RegExpMatchArray;
  /** Resolves when it has ended, with the last thing it said. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** A Node program, in JavaScript or (slower to start) in TypeScript. */
export function node(script: string, args: string[]): Program {
  const typescript = ["--import", pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href];
  const flags = script.endsWith(".ts") ? typescript : [];
  return { command: process.execPath, args: [...flags, script, ...args], leash: "ipc" };
}

/**
 * Any other program. It knows nothing of us, so a shell waits beside it on a pipe whose other end only we hold: the
 * kernel closes that end however we die, and the shell then ends the program, whose process id is its own (`exec`).
 */
export function binary(path: string, args: string[]): Program {
  const leash = '(read _ <&3; kill -9 $$) >/dev/null 2>&1 & exec "$@" 3<&-';
  return { command: "/bin/sh", args: ["-c", leash, "sh", path, ...args], leash: "pipe" };
}

/** Starts a program and waits until one of its lines matches `ready`; its own last line is the reason where it cannot. */
export function launch(name: string, program: Program, ready: RegExp, limitMs = 60_000): Promise<Child> {
  // In a process group of its own: Ctrl-C reaches us alone, and we end the children in order.
  const child = spawn(program.command, program.args, {
    detached: true,
    stdio: ["ignore", "pipe", "pipe", program.leash],
  });
  let last = "";
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      if (program.leash === "pipe") (child.stdio[3] as Writable).destroy();
      // What it said last may still be on its way.
      setImmediate(() =>
        resolve(signal ? `it was ended by ${signal}` : last || `it ended with code ${code}`),
      );
    });
  });
  const stop = async () => {
    child.kill("SIGTERM");
    const deaf = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(deaf);
  };

  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(late);
      reject(new Trouble(`${name} ${why}`));
    };
    const late = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`did not start within ${limitMs / 1000} s.`);
    }, limitMs);
    const hear = (chunk: Buffer) => {
      for (const line of chunk
        .toString()
        .split("\n")
        .map((line) => line.trim())) {
        const match = line.match(ready);
        if (line) last = match ? "" : line;
        if (!match || !child.pid) continue;
        clearTimeout(late);
        resolve({ pid: child.pid, ready: match, ended, stop });
      }
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", (error) => fail(`could not be run: ${error.message}`));
    ended.then((reason) => fail(`could not start: ${reason}`));
  });
}
