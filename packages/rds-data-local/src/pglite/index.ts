import { mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { addExtensions } from "./extensions.ts";
import { prepareDatabase } from "./folder.ts";
import { lockFolder } from "./lock.ts";
import { poolOf } from "./pool.ts";
import { preparedDatabase } from "./prepared.ts";
import { listenForPsql } from "./socket.ts";
import type { TurnPool } from "./turns.ts";

export interface PglitePool extends TurnPool {
  /** Whether the database was created now. */
  isNew: boolean;
  /** Runs a script of several statements, all or nothing. */
  run(script: string): Promise<void>;
  /** Answers psql and other PostgreSQL clients at this port, and returns it. Port 0 takes a free one. */
  listen(port: number, host?: string): Promise<number>;
  /** Closes the database and frees its folder. With `remove`, it also removes the files of the database. */
  end(options?: { remove?: boolean }): Promise<void>;
}

export interface PgliteOptions {
  dir?: string | undefined;
  /** The files of a database. A new database starts as a copy of them, if they exist. */
  template?: string | undefined;
  /** Called before a database is created, which takes seconds. */
  onCreate?: () => void;
}

/**
 * A pool over PGlite in a folder, which is created if it is missing, or in memory. PGlite writes to its files before it
 * answers, so acknowledged data survives the end of the process. It does not fsync, so a power cut may lose data.
 */
export async function openPglite({ dir, template, onCreate }: PgliteOptions = {}): Promise<PglitePool> {
  if (dir === undefined) return pool(await openInMemory(onCreate), true);
  mkdirSync(dir, { recursive: true });
  const folder = realpathSync(dir);
  const lock = await lockFolder(folder);
  try {
    const { path, isNew } = await prepareDatabase(folder, template, onCreate);
    return pool(await open(path), isNew, async (remove) => {
      if (remove) rmSync(path, { recursive: true, force: true });
      await lock.release();
    });
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

/**
 * PostgreSQL's own cache, instead of 128 MB: PGlite fills all of it with zeros when it opens, a third of the time and 100 MB. The
 * operating system caches the files too.
 */
const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=16MB"];

async function openInMemory(onCreate?: () => void): Promise<PGlite> {
  // Without a cache folder, PGlite creates the database itself.
  const prepared = await preparedDatabase(onCreate).catch(() => undefined);
  const loadDataDir = prepared && new Blob([readFileSync(prepared.archive)]);
  return create({ ...(loadDataDir && { loadDataDir }) });
}

async function open(dataDir: string): Promise<PGlite> {
  let message: string | undefined;
  const onStderr = (line: string) => {
    message ??= /(?:FATAL|PANIC|could not).*/.exec(line)?.[0];
    return false;
  };
  try {
    return await create({ dataDir, onStderr });
  } catch (error) {
    throw message === undefined ? error : new Error(message);
  }
}

async function create(options: PGliteOptions): Promise<PGlite> {
  const db = await PGlite.create({ ...options, startParams });
  addExtensions(db);
  return db;
}

function pool(db: PGlite, isNew: boolean, release = async (_remove: boolean) => {}): PglitePool {
  const turns = poolOf(db);
  const closings: (() => Promise<void>)[] = [];

  async function run(script: string): Promise<void> {
    const session = await turns.connect();
    try {
      await db.exec(script);
    } finally {
      session.release(true);
    }
  }

  async function listen(port: number, host = "127.0.0.1"): Promise<number> {
    const socket = await listenForPsql(db, turns, port, host);
    closings.push(socket.close);
    return socket.port;
  }

  async function end({ remove = false } = {}): Promise<void> {
    for (const close of closings) await close();
    await db.close();
    await release(remove);
  }

  return { ...turns, isNew, run, listen, end };
}
