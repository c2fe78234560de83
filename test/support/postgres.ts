import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";

export interface Postgres {
  /** A database that is this caller's alone. */
  url: string;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL: a database of its own on the server of `DATABASE_URL`, else a throw-away cluster where the server's
 * programs are installed. Undefined, and a line that says why, where there is neither: callers then skip.
 */
export async function startPostgres(): Promise<Postgres | undefined> {
  if (process.env.DATABASE_URL) return createDatabase(process.env.DATABASE_URL);
  const bin = findBinaries();
  const owner = findOwner();
  if (bin && owner) return startCluster(bin, owner);
  const missing = bin
    ? "the server refuses to run as root, and there is no user postgres"
    : "no initdb was found";
  console.warn(`Skipped what needs a real PostgreSQL: DATABASE_URL is not set, and ${missing}.`);
  return undefined;
}

async function createDatabase(server: string): Promise<Postgres> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, stop: () => administer(server, `drop database ${name} with (force)`) };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The newest of Debian's versions, which are not on the PATH, else what is there. */
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

/** Who is to run the server: whoever we are, but the user postgres in root's place. */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return {};
  const line = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync("/etc/passwd", "utf8"));
  return line ? { uid: Number(line[1]), gid: Number(line[2]) } : undefined;
}

async function startCluster(bin: string, owner: Owner): Promise<Postgres> {
  const dir = mkdtempSync(join(tmpdir(), "postgres-"));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(dir, owner.uid, owner.gid);
  const data = join(dir, "data");
  const settings = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"];
  await promisify(execFile)(join(bin, "initdb"), ["-D", data, ...settings], { ...owner, cwd: dir });
  // A socket in the folder needs no port that another might take first.
  const server = [join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-F"];
  const stop = await guard(
    [...server, "-c", "max_connections=200", "-c", "synchronous_commit=off"],
    dir,
    owner,
  );
  return { url: `postgres://postgres@localhost/postgres?host=${encodeURIComponent(dir)}`, stop };
}

// Stops the server and removes its folder when our end of the pipe closes, be it because this process was killed.
const GUARD = `dir=$1; shift; "$@" & cat; kill -QUIT $!; wait $!; rm -rf "$dir"`;

/** Resolves, once the server takes connections, to what stops it. */
function guard(command: string[], dir: string, owner: Owner): Promise<() => Promise<void>> {
  const child = spawn("sh", ["-c", GUARD, "sh", dir, ...command], {
    ...owner,
    cwd: dir,
    detached: true, // Ctrl-C is for us: the guard then learns of our end.
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
    child.stderr.on("data", (chunk) => {
      log += chunk;
      if (log.includes("ready to accept connections")) resolve(stop);
    });
    child.once("close", () => reject(new Error(`PostgreSQL did not start: ${log}`)));
  });
}
