import { randomBytes } from "node:crypto";
import { constants, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createDatabase, preparedDatabase } from "./prepared.ts";

export interface DatabaseFolder {
  path: string;
  isNew: boolean;
}

/**
 * Returns the path of the database inside the folder, and creates it if there is none: as a copy of the template, if there
 * is one, or else of the prepared database. It is created under another name and then renamed, so that an incomplete one is never
 * used. The caller holds the folder's lock. `onCreate` is called before work that takes seconds.
 */
export async function prepareDatabase(
  dir: string,
  template?: string,
  onCreate: () => void = () => {},
): Promise<DatabaseFolder> {
  const database = join(dir, "data");
  for (const name of readdirSync(dir)) {
    if (name.startsWith(UNFINISHED)) rmSync(join(dir, name), { recursive: true, force: true });
  }
  if (existsSync(database)) {
    // PGlite would create an empty database in this folder.
    if (!existsSync(join(database, "PG_VERSION"))) throw new Error("PG_VERSION is missing");
    return { path: database, isNew: false };
  }
  const unfinished = () => join(dir, UNFINISHED + randomBytes(4).toString("hex"));
  let created = unfinished();
  if (template === undefined || !copy(template, created)) {
    created = unfinished();
    const prepared = await preparedDatabase(onCreate).catch(() => undefined);
    if (!prepared || !copy(prepared.folder, created)) {
      mkdirSync(created, { mode: 0o700 });
      await createDatabase(created);
    }
  }
  renameSync(created, database);
  return { path: database, isNew: true };
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
