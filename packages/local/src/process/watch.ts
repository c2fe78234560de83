import { type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";

/** An editor writes a file in several steps, and a formatter writes it again. */
const QUIET_MS = 50;

/**
 * Watches folders with all that is in them. Calls `changed` with the paths of changed files, a moment after the last of them has
 * changed. It watches folders, not files, so it also sees an editor that puts a new file in the old one's place.
 */
export function watchFolders(roots: string[], changed: (files: string[]) => void): { stop(): void } {
  const watchers = new Map<string, FSWatcher>();
  const files = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const report = () => {
    const all = [...files];
    files.clear();
    changed(all);
  };
  const add = (folder: string) => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, name) => {
      const file = path.join(folder, name ?? "");
      // Editors put backup and lock files beside a source.
      if (/(^\.|~$|\.sw.$)/.test(path.basename(file))) return;
      files.add(file);
      addAll(folder);
      clearTimeout(timer);
      timer = setTimeout(report, QUIET_MS);
    });
    watcher.on("error", () => remove(folder));
    watchers.set(folder, watcher);
  };
  const addAll = (root: string) => {
    try {
      const entries = readdirSync(root, { withFileTypes: true });
      add(root);
      for (const entry of entries) if (entry.isDirectory()) addAll(path.join(root, entry.name));
    } catch {
      remove(root);
    }
  };
  const remove = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };

  for (const root of roots) addAll(root);
  const stop = () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
  return { stop };
}
