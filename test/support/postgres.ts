import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { noteSkipped } from "./skipped.ts";

export interface Postgres {
  /** The URL of a database for this caller only. */
  url: string;
  stop(): Promise<void>;
}

/** Settings of a temporary cluster that nobody needs after a crash. */
const FAST = ["fsync=off", "synchronous_commit=off", "max_connections=200"];

/**
 * Starts a real PostgreSQL: a new database on the server of `DATABASE_URL`, or else a temporary cluster with these settings if
 * PostgreSQL is installed. Otherwise returns undefined, and the caller skips its tests.
 */
export async function startPostgres(settings = FAST): Promise<Postgres | undefined> {
  if (process.env.DATABASE_URL) return createDatabase(process.env.DATABASE_URL);
  const bin = findBinaries();
  const owner = findOwner();
  if (bin && owner) return startCluster(bin, owner, settings);
  const missing = bin
    ? "PostgreSQL does not run as root, and there is no user postgres"
    : "PostgreSQL is not installed";
  noteSkipped("tests on a real PostgreSQL", `${missing}, and DATABASE_URL is not set`);
  return undefined;
}

async function createDatabase(server: string): Promise<Postgres> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await queryOnce(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    stop: async () => void (await queryOnce(server, `drop database ${name} with (force)`)),
  };
}

/** Runs SQL on a connection of its own. Fails, and nothing else does, if the server ends meanwhile. */
export async function queryOnce(url: string, sql: string, values?: unknown[]): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The folder of PostgreSQL's programs: Debian's newest version, which is not on the PATH, or else one on the PATH. */
function findBinaries(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return places.find((place) => existsSync(join(place, "initdb")) && existsSync(join(place, "postgres")));
}

interface Owner {
  uid?: number;
  gid?: number;
}

/** The server's user: the current one, or `postgres` in place of root. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return {};
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined;
}

async function startCluster(bin: string, owner: Owner, given: string[]): Promise<Postgres> {
  const dir = mkdtempSync(join(tmpdir(), "postgres-"));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid);
  const data = join(dir, "data");
  const settings = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
  await promisify(execFile)(join(bin, "initdb"), ["-D", data, ...settings], { ...owner, cwd: dir });
  // A socket in the folder needs no free port.
  const server = [join(bin, "postgres"), "-D", data, "-k", dir];
  const all = ["listen_addresses=", ...given].flatMap((setting) => ["-c", setting]);
  const stop = await guard([...server, ...all], dir, owner);
  return { url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(dir)}`, stop };
}

// Stops the server and removes its folder when our end of the pipe closes, also when this process is killed.
const GUARD = `dir=$1; shift; "$@" & cat; kill -QUIT $!; wait $!; rm -rf "$dir"`;

/** Starts the server. Resolves when it accepts connections, to a function that stops it. */
function guard(command: string[], dir: string, owner: Owner): Promise<() => Promise<void>> {
  const child = spawn("sh", ["-c", GUARD, "sh", dir, ...command], {
    ...owner,
    cwd: dir,
    detached: true, // Only this process gets Ctrl-C. Its end closes the pipe.
    stdio: ["pipe", "ignore", "pipe"],
  });
  child.unref();
  const stopped = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const stop = () => {
    child.stdin.end();
    return stopped;
  };
  return new Promise((resolve, reject) => {
    let log = "";
    const read = (chunk: Buffer) => {
      log += chunk;
      if (!log.includes("ready to accept connections")) return;
      // Tests cause errors by the thousand, and their log would grow without end.
      child.stderr.off("data", read).resume();
      resolve(stop);
    };
    child.stderr.on("data", read);
    child.once("close", () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
}
