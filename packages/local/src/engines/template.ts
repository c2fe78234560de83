import { createHash, randomBytes } from "node:crypto";
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const CACHE = here("../../../../node_modules/.cache/myclothes");

/** The files on which a prepared database depends: its schema, its rows, and the version of PGlite. */
const SOURCES = ["../../../core/migrations", "../../../core/src/catalog", "../seed"].map(here);
const PGLITE = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@electric-sql/pglite")),
  "../package.json",
);

/**
 * The path of the template: a prepared database, from which a new one is copied. It exists after one start has saved it. It
 * never changes, because other sources have another path.
 */
export function templatePath(cache = CACHE, sources = SOURCES): string {
  const hash = createHash("sha256");
  for (const file of [...sources.flatMap(filesOf), PGLITE]) {
    hash.update(path.basename(file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return path.join(cache, `database-${hash.digest("hex").slice(0, 16)}`);
}

/**
 * Saves the database as the template, unless one exists. Nothing may write to the database meanwhile, and its files must
 * contain all its data. The copy gets its name when it is complete, so a killed start leaves no broken template, and one of
 * several simultaneous starts succeeds. Does nothing when the cache cannot be written.
 */
export function saveTemplate(database: string, template = templatePath()): void {
  if (existsSync(template)) return;
  const unfinished = `${template}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(path.dirname(template), { recursive: true });
  } catch {
    return;
  }
  try {
    // A thousand small files: this takes a fifth of the time that asynchronous calls take.
    cpSync(database, unfinished, { recursive: true, mode: constants.COPYFILE_FICLONE });
    renameSync(unfinished, template);
    removeOthers(template);
  } catch {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * Removes the templates of other sources and of killed starts. A start that is copying one of them creates its database instead.
 */
function removeOthers(template: string): void {
  const cache = path.dirname(template);
  for (const name of readdirSync(cache)) {
    const other = path.join(cache, name);
    if (other === template || !name.startsWith("database-") || isBeingSaved(name)) continue;
    // Renamed first, so that no start copies a part of it.
    const removed = path.join(cache, `removed-${process.pid}-${name}`);
    renameSync(other, removed);
    rmSync(removed, { recursive: true, force: true });
  }
}

/** Whether the process that saves this template is alive. */
function isBeingSaved(name: string): boolean {
  const [, pid] = /\.(\d+)\.\w+$/.exec(name) ?? [];
  if (!pid) return false;
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}

const filesOf = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
