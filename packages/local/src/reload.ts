import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Functions } from "./functions/functions.ts";
import { startInstance } from "./functions/instance.ts";
import type { Version, Versions } from "./functions/versions.ts";
import type { EdgeRules } from "./gateway/cdn.ts";
import { type Report, sentence } from "./process/report.ts";
import { watchFolders } from "./process/watch.ts";
import { emptyCache } from "./stores/tables.ts";

const packages = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const MIGRATIONS = packages("core/migrations");
const SOURCES = [
  ...["core/src", "functions/src", "functions/build"].map(packages),
  ...["storefront/src", "storefront/build", "client/src"].map(packages),
  MIGRATIONS,
];
/** As long as the function may take on AWS. */
const MIGRATE_MS = 300_000;

interface Options {
  versions: Versions;
  /** The version that runs. */
  first: Version;
  functions: Functions;
  env: NodeJS.ProcessEnv;
  /** Receives the rules and the folder of the new version as soon as it answers. */
  onReload: (rules: EdgeRules, folder: string) => void;
  report: Report;
  log: (text: string) => void;
}

/**
 * Builds the functions again whenever a source changes, applies new migrations, and lets the new version answer. When one of
 * these steps fails, the running version goes on.
 */
export function reloadOnChange({ versions, first, functions, env, onReload, report, log }: Options) {
  let current = first;
  let outdated: Version | undefined;
  let changed: string[] = [];
  let work = Promise.resolve();

  const reload = async () => {
    if (changed.length === 0) return;
    const files = changed;
    changed = [];
    const since = performance.now();
    try {
      const version = await versions.next(current);
      const rules = await version.edgeRules();
      if (files.some((file) => file.startsWith(MIGRATIONS))) await migrate(version, env, log);
      await functions.reload(version.bundle, () => emptyCache(env));
      onReload(rules, version.folder);
      report("Reloaded", namesOf(files), performance.now() - since);
      const removable = outdated;
      [current, outdated] = [version, current];
      // Nobody waits for the rest, and after another change it is not needed.
      if (changed.length === 0) await functions.reloadOthers(version.bundle);
      if (changed.length === 0) await version.describe();
      if (removable) await rm(removable.folder, { recursive: true, force: true });
    } catch (error) {
      log(`\n${sentence((error as Error).message)} The last good version goes on answering.\n\n`);
    }
  };
  const watching = watchFolders(SOURCES, (files) => {
    changed = [...new Set([...changed, ...files])];
    work = work.then(reload);
  });
  const stop = async () => {
    watching.stop();
    await work;
    await versions.close();
  };
  return { stop };
}

/** The files' names, as many as fit into a line. */
function namesOf(files: string[]): string {
  const names = files.map((file) => path.basename(file));
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

/** Applies new migrations. One that is applied already is not applied again when its file changes. */
async function migrate(version: Version, env: NodeJS.ProcessEnv, log: (text: string) => void): Promise<void> {
  const bundle = await version.bundle("migrate");
  const instance = await startInstance(1, { name: "Migrate", bundle, env, log });
  try {
    const deadline = Date.now() + MIGRATE_MS;
    const { applied } = (await instance.invoke({ id: "migrate", event: {}, deadline })) as {
      applied: number;
    };
    if (applied === 0)
      log(
        "No migration is new. To apply a changed one, stop, and start again with: npm run dev -- --fresh\n",
      );
  } finally {
    await instance.stop();
  }
}
