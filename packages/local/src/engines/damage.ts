import { sentence, Trouble } from "../process/narrate.ts";

/** Starts an engine. If it cannot start and keeps its state in `folder`, the error says how to begin anew. */
export async function damageAdvised<T>(folder: string | undefined, start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    // data-api-local does not know npm start, and gives advice of its own.
    const reason = sentence((error as Error).message.replace(": remove the folder, or put back a copy", ""));
    const advice = folder ? ` If ${folder} is damaged, npm start -- --fresh begins anew.` : "";
    throw new Trouble(reason + advice);
  }
}
