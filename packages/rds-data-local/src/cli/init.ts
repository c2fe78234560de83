import { readFileSync, unwatchFile, watchFile } from "node:fs";
import type { Store } from "./stores.ts";

/** Runs SQL files, each all or nothing. An error names the file and the line. */
export async function applyScripts(store: Store, files: string[], before = ""): Promise<void> {
  for (const [index, file] of files.entries()) {
    const prefix = index === 0 ? before : "";
    const script = readFileSync(file, "utf8");
    try {
      await store.run(prefix + script);
    } catch (error) {
      const { message, position } = error as { message?: string; position?: string };
      const at = Number(position) - 1 - prefix.length;
      const line = at >= 0 ? `:${script.slice(0, at).split("\n").length}` : "";
      throw new Error(`${file}${line}: ${message ?? error}`);
    }
  }
}

// The files describe the whole database, so they begin with an empty one.
const EMPTY = "drop schema public cascade; create schema public;\n";

/** Runs the files again when one of them changes. A database in memory is emptied before. Returns a function that stops. */
export function watchScripts(
  store: Store,
  files: string[],
  { isInMemory, report }: { isInMemory: boolean; report: (message: string) => void },
): () => void {
  let last = Promise.resolve();

  async function apply(): Promise<void> {
    try {
      await applyScripts(store, files, isInMemory ? EMPTY : "");
      report(`applied ${files.join(", ")}`);
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
    }
  }

  const onChange = () => {
    last = last.then(apply);
  };
  for (const file of files) watchFile(file, { interval: 300 }, onChange);
  return () => {
    for (const file of files) unwatchFile(file, onChange);
  };
}
