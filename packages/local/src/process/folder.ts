import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { FolderInUse, LOCK, lockFolder } from "rds-data-local/lock";
import { UserError } from "./report.ts";

/** A folder for data. It belongs to this process alone until it is closed. */
export interface Folder {
  path: string;
  /** When false, closing removes the folder. */
  isPersistent: boolean;
  close(): Promise<void>;
}

export interface LockOptions {
  /** The command that locks the folder, such as "npm start", for the messages of other processes. */
  command: string;
  /** Empties the folder first. */
  fresh?: boolean | undefined;
}

/** Creates the folder at `dir` if needed, and locks it. Throws a UserError while another process has the lock. */
export async function lockedFolder(dir: string, { command, fresh }: LockOptions): Promise<Folder> {
  const folder = path.resolve(dir);
  try {
    mkdirSync(folder, { recursive: true });
    const lock = await lockFolder(folder, `${command} (process ${process.pid})`);
    if (fresh) empty(folder);
    return { path: folder, isPersistent: true, close: lock.release };
  } catch (error) {
    if (error instanceof FolderInUse)
      throw new UserError(`${dir} is in use by ${error.holder}. Stop it first.`);
    throw new UserError(`${dir} cannot be used as the folder for the data: ${(error as Error).message}`);
  }
}

function empty(folder: string): void {
  const others = readdirSync(folder).filter((entry) => entry !== LOCK);
  for (const entry of others) rmSync(path.join(folder, entry), { recursive: true, force: true });
}

/** Creates a folder that lasts until it is closed. */
export function temporaryFolder(): Folder {
  const folder = mkdtempSync(path.join(tmpdir(), "myclothes-"));
  const close = async () => rmSync(folder, { recursive: true, force: true });
  return { path: folder, isPersistent: false, close };
}
