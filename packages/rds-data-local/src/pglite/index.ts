import { mkdirSync, realpathSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { citext } from "@electric-sql/pglite/contrib/citext";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgcrypto } from "@electric-sql/pglite/contrib/pgcrypto";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import type { Pool } from "../session/pool.ts";
import { prepareDatabase } from "./folder.ts";
import { lockFolder } from "./lock.ts";
import { poolOf } from "./pool.ts";

export interface PglitePool extends Pool {
  /** Closes the database and frees its folder. */
  end(): Promise<void>;
}

export interface PgliteOptions {
  dir?: string | undefined;
  /** The files of a database. A new database starts as a copy of them, if they exist. */
  template?: string | undefined;
}

/**
 * A pool over PGlite in a folder, which is created if it is missing, or in memory. PGlite writes to its files before it
 * answers, so acknowledged data survives the end of the process. It does not fsync, so a power cut may lose data.
 */
export async function openPglite({ dir, template }: PgliteOptions = {}): Promise<PglitePool> {
  if (dir === undefined) return pool(await PGlite.create({ extensions, startParams }));
  mkdirSync(dir, { recursive: true });
  const folder = realpathSync(dir);
  const lock = await lockFolder(folder);
  try {
    return pool(await open(folder, template), lock.release);
  } catch (error) {
    await lock.release();
    throw new Error(openErrorMessage(dir, (error as Error).message));
  }
}

/** The message for a database that does not open: it is damaged, or the file system refuses to work. */
export function openErrorMessage(dir: string, message: string): string {
  if (NOT_DAMAGE.test(message)) return `the folder ${dir} cannot be used (${message})`;
  return `the database in ${dir} cannot be opened (${message}): remove the folder, or put back a copy`;
}

const NOT_DAMAGE =
  /\b(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EMFILE|ENFILE|ENOMEM)\b|no space left|read-only file system|permission denied|too many open files|out of memory|^creating a database/i;

const extensions = { citext, pg_trgm, pgcrypto, unaccent };

/**
 * PostgreSQL's own cache, instead of 128 MB: PGlite fills all of it with zeros when it opens, a third of the time and 100 MB. The
 * operating system caches the files too.
 */
const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"];

async function open(folder: string, template: string | undefined): Promise<PGlite> {
  const dataDir = await prepareDatabase(folder, template);
  let message: string | undefined;
  const onStderr = (line: string) => {
    message ??= /(?:FATAL|PANIC|could not).*/.exec(line)?.[0];
    return false;
  };
  try {
    return await PGlite.create({ dataDir, extensions, onStderr, startParams });
  } catch (error) {
    throw message === undefined ? error : new Error(message);
  }
}

function pool(db: PGlite, release = async () => {}): PglitePool {
  return {
    ...poolOf(db),
    end: async () => {
      await db.close();
      await release();
    },
  };
}
