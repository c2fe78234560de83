import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** Builds that are kept: going back to another branch needs no new one. */
const KEPT = 5;
/** Another process may still write a build, or read an old one. In milliseconds. */
const MIN_AGE_MS = 600_000;

/** Removes all but the newest builds in the folder, and what an interrupted build has left. Never removes `current`. */
export async function removeOldBuilds(
  folder: string,
  current: string,
  { minAgeMs = MIN_AGE_MS } = {},
): Promise<void> {
  const names = await readdir(folder);
  const dated = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const found = await stat(file).catch(() => undefined);
      return { file, at: found?.mtimeMs ?? Number.POSITIVE_INFINITY };
    }),
  );
  const others = dated.filter(({ file }) => file !== current).sort((one, other) => other.at - one.at);
  const old = others.slice(KEPT - 1).filter(({ at }) => Date.now() - at > minAgeMs);
  await Promise.all(old.map(({ file }) => rm(file, { recursive: true, force: true })));
}
