import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import type { Writable } from "node:stream";

export interface LeashOptions extends Pick<SpawnOptions, "cwd" | "env"> {
  /** Opens an IPC channel to the child. */
  ipc?: boolean;
}

/**
 * Starts a program in a process group of its own, which never outlives this process: not when this process is killed with
 * SIGKILL, not while the program starts or computes. A shell beside the program waits on a pipe that only this process
 * holds open. When the kernel closes the pipe, the shell kills the group, itself included.
 */
export function spawnLeashed(
  command: string,
  args: string[],
  { ipc = false, ...options }: LeashOptions = {},
): ChildProcess {
  const child = spawn("/bin/sh", ["-c", LEASH, "sh", command, ...args], {
    ...options,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ipc ? "ipc" : "ignore", "pipe"],
  });
  const leash = child.stdio[4] as Writable;
  leash.on("error", () => {});
  child.once("exit", () => leash.destroy());
  return child;
}

// The program takes the place of the first shell, so $$ is its process ID, and that of its group. Descriptor 3 is the IPC
// channel. The second shell has a command line of its own, so that nobody takes it for the program.
const LEASH = `/bin/sh -c 'read _ <&4; kill -9 -$1' leash $$ 3<&- >/dev/null 2>&1 & exec "$@" 4<&-`;
