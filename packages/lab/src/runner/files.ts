import { readdirSync, statSync } from "node:fs";
import path from "node:path";

export interface Size {
  files: number;
  bytes: number;
}

/** The files below a folder, and their bytes. */
export function sizeOf(folder: string): Size {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const bytes = entries.reduce(
    (sum, { parentPath, path: old, name }) => sum + statSync(path.join(parentPath ?? old, name)).size,
    0,
  );
  return { files: entries.length, bytes };
}
