import { sentence, UserError } from "../process/report.ts";

/** What the engines say of files that they cannot read: rds-data-local, SQLite in dynoxide, LevelDB in dynalite. */
const DAMAGE =
  /cannot be opened \(|not a valid SQLite database|malformed|corruption|IO error: .*No such file/i;

/**
 * Starts an engine. If it cannot start because its files in `folder` are damaged, the error says how to begin anew. It does
 * not when the folder is in use, cannot be written, or is full: then the data is sound.
 */
export async function adviseOnDamage<T>(folder: string | undefined, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { message } = error as Error;
    // rds-data-local does not know npm start, and gives advice of its own.
    const reason = sentence(message.replace(": remove the folder, or put back a copy", ""));
    const advice =
      folder && DAMAGE.test(message) ? ` If ${folder} is damaged, npm start -- --fresh begins anew.` : "";
    throw new UserError(reason + advice);
  }
}
