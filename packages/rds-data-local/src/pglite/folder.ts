import { randomBytes } from "node:crypto";
import { constants, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnGuarded } from "../cli/guard.ts";

/**
 * Returns the path of the database inside the folder, and creates it if there is none: as a copy of the template, if there
 * is one. It is created under another name and then renamed, so that an incomplete one is never used. The caller holds the
 * folder's lock.
 */
export async function prepareDatabase(dir: string, template?: string): Promise<string> {
  const database = join(dir, "data");
  for (const name of readdirSync(dir)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(dir, name), { recursive: true, force: true });
  }
  if (existsSync(database)) {
    // PGlite would create an empty database in this folder.
    if (!existsSync(join(database, "PG_VERSION"))) throw new Error("PG_VERSION is missing");
    return database;
  }
  const unfinished = () => join(dir, UNFINISHED + randomBytes(4).toString("hex"));
  let created = unfinished();
  if (template === undefined || !copy(template, created)) {
    created = unfinished();
    mkdirSync(created, { mode: 0o700 });
    await initialize(created);
  }
  renameSync(created, database);
  return database;
}

/** False if there is no template, or if another process removes it meanwhile. */
function copy(template: string, to: string): boolean {
  try {
    cpSync(template, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return true;
  } catch (error) {
    rmSync(to, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

const UNFINISHED = "unfinished-";

// PGlite needs 440 MB to create a database and does not free it; it needs 160 MB to open one. So another process creates
// the database and ends. It is plain JavaScript, so that it also runs where this package is not built. It runs each function
// only a few times, so V8's baseline compiler alone is faster (two thirds of the time). Small WAL segments mean less to write.
// With a folder, PGlite would create the database in memory too, pack it, unpack it into the folder, and open it there.
const INITIALIZE = `
  (await import("node:v8")).setFlagsFromString("--liftoff-only");
  const { mkdirSync, writeFileSync } = await import("node:fs");
  const { PGlite } = await import("@electric-sql/pglite");
  const buffers = "shared_buffers=16MB";
  const db = await PGlite.create({
    initDbStartParams: ["--no-sync", "--wal-segsize=1", "--set", buffers],
    startParams: [...PGlite.defaultStartParams, "-c", buffers],
  });
  const { FS } = db.Module;
  await db.close();
  const copy = (from, to) => {
    mkdirSync(to, { mode: 0o700, recursive: true });
    for (const name of FS.readdir(from).slice(2)) {
      const [source, target] = [from + "/" + name, to + "/" + name];
      if (FS.isDir(FS.stat(source).mode)) copy(source, target);
      else writeFileSync(target, FS.readFile(source), { mode: 0o600 });
    }
  };
  copy("/pglite/data", process.argv[1]);
  process.exit(0);`;

function initialize(path: string): Promise<void> {
  const child = spawnGuarded(process.execPath, ["--input-type=module", "--eval", INITIALIZE, path], {
    // Node resolves the import above from this folder.
    cwd: dirname(fileURLToPath(import.meta.url)),
  });
  child.stdout?.resume();
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`creating a database in ${path} failed (exit ${code}): ${lastLine(stderr)}`));
    });
  });
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "";
