import { execFile } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Child, launch } from "@myclothes/local/child";
import { freePort } from "@myclothes/local/port";
import { findPostgres } from "./find.ts";

export const HOW_TO_GET_POSTGRES = "PostgreSQL is not installed: `apt-get install postgresql`";

export interface Postgres {
  url: string;
  /** The streaming replicas. They answer reads only. */
  replicas: string[];
  stop(): Promise<void>;
}

export interface PostgresOptions {
  replicas?: number;
  /** How much later a replica applies a change, as when it is busy. */
  applyDelayMs?: number;
  maxConnections?: number;
}

export const hasPostgres = () => findPostgres() !== undefined && owner() !== undefined;

/** PostgreSQL refuses to run as root: it then runs as the user postgres. */
function owner(): { uid: number; gid: number } | "self" | undefined {
  if (process.getuid?.() !== 0) return "self";
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined;
}

/** A program of the database, as a user that may run it. */
export function asOwner(command: string, args: string[]): { command: string; args: string[] } {
  const user = owner();
  if (typeof user !== "object") return { command, args };
  const change = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return { command: "setpriv", args: [...change, command, ...args] };
}

/** A temporary folder that belongs to that user. */
export function folderOfOwner(): string {
  const user = owner();
  const dir = mkdtempSync(path.join(tmpdir(), "lab-postgres-"));
  if (typeof user === "object") chownSync(dir, user.uid, user.gid);
  return dir;
}

/** Starts a PostgreSQL in a temporary folder, with streaming replicas. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const { replicas = 0, applyDelayMs = 0, maxConnections = 100 } = options;
  const bin = findPostgres() ?? "";
  const dir = folderOfOwner();
  const as = (name: string, args: string[]) => asOwner(path.join(bin, name), args);
  const execute = async (name: string, args: string[]) => {
    const program = as(name, args);
    await promisify(execFile)(program.command, program.args, { cwd: dir });
  };
  const children: Child[] = [];
  const serve = async (data: string, more: string[]): Promise<string> => {
    const port = await freePort();
    const settings = [
      `max_connections=${maxConnections}`,
      "listen_addresses=127.0.0.1",
      "fsync=off",
      ...more,
    ];
    const flags = settings.flatMap((setting) => ["-c", setting]);
    const program = as("postgres", ["-D", data, "-k", dir, "-p", String(port), ...flags]);
    children.push(
      await launch({ name: "PostgreSQL", ...program, ready: /ready to accept (read-only )?connections/ }),
    );
    return `postgres://postgres@127.0.0.1:${port}/postgres`;
  };
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const data = path.join(dir, "primary");
    const settings = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
    await execute("initdb", ["-D", data, ...settings]);
    const url = await serve(data, ["max_wal_senders=10"]);
    const urls: string[] = [];
    for (let number = 1; number <= replicas; number++) {
      const copy = path.join(dir, `replica${number}`);
      await execute("pg_basebackup", [
        "-D",
        copy,
        "-R",
        "-X",
        "stream",
        "-c",
        "fast",
        "--no-sync",
        "-d",
        url,
      ]);
      urls.push(await serve(copy, [`recovery_min_apply_delay=${applyDelayMs}ms`]));
    }
    return { url, replicas: urls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
