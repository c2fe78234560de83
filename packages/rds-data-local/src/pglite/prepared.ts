import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnGuarded } from "../cli/guard.ts";

/** An empty database, ready to be copied. */
export interface Prepared {
  /** Its files. */
  folder: string;
  /** The same files, packed, for a database in memory. */
  archive: string;
}

/**
 * Creating a database takes seconds, so the first one is kept in the user's cache folder, and later ones are copies. Throws if the
 * cache cannot be written.
 */
export async function preparedDatabase(onCreate: () => void = () => {}): Promise<Prepared> {
  const root = cacheFolder();
  const paths = { folder: join(root, "data"), archive: join(root, "data.tar") };
  if (existsSync(root)) return paths;
  onCreate();
  const unfinished = `${root}-${process.pid}-${randomBytes(4).toString("hex")}`;
  mkdirSync(join(unfinished, "data"), { recursive: true, mode: 0o700 });
  try {
    await createDatabase(join(unfinished, "data"), join(unfinished, "data.tar"));
    renameSync(unfinished, root);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another process may have finished first.
    if (!existsSync(root)) throw error;
  }
  return paths;
}

function cacheFolder(): string {
  const { RDS_DATA_LOCAL_CACHE, XDG_CACHE_HOME } = process.env;
  const base = RDS_DATA_LOCAL_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "rds-data-local");
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return join(base, `pglite-${JSON.parse(manifest).dependencies["@electric-sql/pglite"]}`);
}

// PGlite needs 440 MB to create a database and does not free it; it needs 160 MB to open one. So another process creates
// the database and ends. It is plain JavaScript, so that it also runs where this package is not built. It runs each function
// only a few times, so V8's baseline compiler alone is faster (two thirds of the time). Small WAL segments mean less to write.
// With a folder, PGlite would create the database in memory too, pack it, unpack it into the folder, and open it there.
const INITIALIZE = `
  (await import("node:v8")).setFlagsFromString("--liftoff-only");
  const { mkdirSync, writeFileSync } = await import("node:fs");
  const { PGlite } = await import("@electric-sql/pglite");
  const [, folder, archive] = process.argv;
  const buffers = "shared_buffers=16MB";
  const db = await PGlite.create({
    initDbStartParams: ["--no-sync", "--wal-segsize=1", "--set", buffers],
    startParams: [...PGlite.defaultStartParams, "-c", buffers],
  });
  const { FS } = db.Module;
  if (archive) writeFileSync(archive, Buffer.from(await (await db.dumpDataDir("none")).arrayBuffer()));
  await db.close();
  const copy = (from, to) => {
    mkdirSync(to, { mode: 0o700, recursive: true });
    for (const name of FS.readdir(from).slice(2)) {
      const [source, target] = [from + "/" + name, to + "/" + name];
      if (FS.isDir(FS.stat(source).mode)) copy(source, target);
      else writeFileSync(target, FS.readFile(source), { mode: 0o600 });
    }
  };
  copy("/pglite/data", folder);
  process.exit(0);`;

/** Creates the files of a database in a folder, and packs them into an archive if it is named. */
export function createDatabase(folder: string, archive?: string): Promise<void> {
  const args = ["--input-type=module", "--eval", INITIALIZE, folder, ...(archive ? [archive] : [])];
  // Node resolves the import above from this folder.
  const child = spawnGuarded(process.execPath, args, { cwd: dirname(fileURLToPath(import.meta.url)) });
  child.stdout?.resume();
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`creating a database in ${folder} failed (exit ${code}): ${lastLine(stderr)}`));
    });
  });
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";
