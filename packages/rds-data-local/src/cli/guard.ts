import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Writable } from "node:stream";

export interface GuardOptions extends Pick<SpawnOptions, "cwd" | "env"> {
  /** Opens an IPC channel to the child. */
  ipc?: boolean;
}

/**
 * Starts a program in a process group of its own, which ends when this process ends, even by SIGKILL, and even while the
 * program starts or computes. A guard, which is a shell beside the program, waits on a pipe that only this process holds
 * open. When the kernel closes the pipe, the guard kills the group, itself included.
 */
export function spawnGuarded(
  command: string,
  args: string[],
  { ipc = false, ...options }: GuardOptions = {},
): ChildProcess {
  const child = spawn("/bin/sh", ["-c", GUARD, "sh", command, ...args], {
    ...options,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ipc ? "ipc" : "ignore", "pipe"],
  });
  const pipe = child.stdio[4] as Writable;
  pipe.on("error", () => {});
  child.once("exit", () => pipe.destroy());
  return child;
}

// The program replaces the first shell, so $$ is the process ID of the program and of its group. Descriptor 3 is the IPC
// channel. The second shell has a command line of its own, so that nobody mistakes it for the program.
const GUARD = `/bin/sh -c 'read _ <&4; kill -9 -$1' guard $$ 3<&- >/dev/null 2>&1 & exec "$@" 4<&-`;
