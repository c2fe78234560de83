import { sentence, UserError } from "../process/report.ts";

/** The messages about unreadable files: of rds-data-local, of SQLite in dynoxide, of LevelDB in dynalite. */
const DAMAGE =
  /cannot be opened \(|not a valid SQLite database|malformed|corruption|IO error: .*No such file/i;

/**
 * Starts an engine. If it cannot start because its files in `folder` are damaged, the error says how to start with new data. When
 * the folder is in use, read-only or full, the error does not, because the data is sound.
 */
export async function adviseOnDamage<T>(folder: string | undefined, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const { message } = error as Error;
    // rds-data-local does not know npm start, and gives advice of its own.
    const reason = sentence(message.replace(": remove the folder, or put back a copy", ""));
    const advice =
      folder && DAMAGE.test(message)
        ? ` If ${folder} is damaged, npm start -- --fresh deletes it and starts with new data.`
        : "";
    throw new UserError(reason + advice);
  }
}
