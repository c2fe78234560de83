import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { clientOf } from "./client.ts";

export const CLI = fileURLToPath(new URL("../../../packages/rds-data-local/src/cli.ts", import.meta.url));

export interface Run {
  child: ChildProcess;
  /** Its output so far, on both streams. */
  output(): string;
  /** Resolves to the endpoint when it is ready. Rejects if it ends before. */
  ready: Promise<string>;
  /** Resolves when it has ended. */
  ended: Promise<{ code: number | null; signal: string | null }>;
}

/** Starts the command, from its sources or from an installed file, in a process of its own, which ends with the test. */
export function runCli(args: string[], env: Record<string, string> = {}, file?: string): Run {
  const program = file === undefined ? ["--import", "tsx", CLI] : [file];
  const child = spawn(process.execPath, [...program, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  const ended: Run["ended"] = new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  );
  const ready = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      const url = /data api ready on (\S+)/.exec(printed)?.[1];
      if (url) resolve(url);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    ended.then(() => reject(new Error(printed)));
  });
  ready.catch(() => {});
  return { child, output: () => printed, ready, ended };
}

export async function connect(run: Run) {
  const client = clientOf(await run.ready);
  onTestFinished(() => client.destroy());
  return client;
}

export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "rds-data-local-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
