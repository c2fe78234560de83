import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { isWholeRun } from "./test/support/whole.ts";

/**
 * A file with one of these needs a process of its own: mocks, another clock, a new instance of the shop, other engines, calls
 * that a proxy breaks, helpers with hooks. The others share a process with the shop's modules, because loading these takes longer
 * than most tests.
 */
const NEEDS_OWN_PROCESS =
  /\bvi\.(mock|unmock|doMock|resetModules|stub|use(Fake|Real)Timers)|mockClient|coldInstance|isCheap|process\.env( |\.\w+ )=|assign\(process\.env|fault-proxy|\bstart(Own|Embedded|Database|Instance|Harness)|functions\/build"|support\/(orders|stripe)\.ts"/;

/** Files that start whole programs or a PostgreSQL server, or that run for long. */
const LONG =
  /^test\/(synth|infra|lab|storefront\/browser|promises\/races)\/|^test\/local\/(start|killed|dev|engines\/engines|seed\/seed|functions\/queue)\.|^test\/rds-data-local\/(cli|engines|folder|options|package|sst)\.|^test\/cli\/(import|readme)\.|^test\/help\.|^test\/core\/(aws\/plans|catalog\/search\/bounds)\.|^test\/promises\/journeys\/(aurora|load|markers)\./;

const files = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `${folder}/${name}`)
    .filter((file) => isWholeRun || !LONG.test(file));

const shared = ["test/core", "test/functions"]
  .flatMap(files)
  .filter((file) => !NEEDS_OWN_PROCESS.test(readFileSync(new URL(file, import.meta.url), "utf8")));

const own = files("test").filter((file) => !shared.includes(file));

/** The files that take longest, the longest first. They begin first, so that no worker runs one of them alone at the end. */
const SLOW = [
  "rds-data-local/package",
  "local/start",
  "local/killed",
  "synth/synth",
  "core/catalog/search/bounds",
  "local/dev",
  "functions/input/fields",
  "rds-data-local/folder",
  "promises/races/stock",
  "rds-data-local/cli",
  "promises/journeys/aurora",
  "promises/faults/write",
  "promises/faults/silent",
];
const place = ({ moduleId }: TestSpecification) => {
  const at = SLOW.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return at < 0 ? SLOW.length : at;
};

class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

const common = {
  // From its sources, without a build.
  alias: { "@myclothes/client": fileURLToPath(new URL("packages/client/src/index.ts", import.meta.url)) },
  setupFiles: "test/support/setup.ts",
  // The default, one worker less than cores, would be slow on two cores, because tests often wait for deadlines.
  maxWorkers: Math.max(4, availableParallelism() - 1),
  // These limits only end tests that hang. They are more than ten times what the slowest test needs on a quiet machine.
  testTimeout: 300_000,
  hookTimeout: 600_000,
  expect: { poll: { timeout: 60_000 } },
};

export default defineConfig({
  test: {
    globalSetup: "test/support/global.ts",
    sequence: { sequencer: SlowFirst },
    // Only failing tests print what they and the shop log.
    silent: "passed-only",
    // What the shop logs just when the worker of a file ends is lost, and no fault. Vitest would fail the whole run.
    onUnhandledError: ({ name, message }) =>
      !(name === "EnvironmentTeardownError" && message.includes('"onUserConsoleLog" was pending')),
    // Lists of files, because a project's own `exclude` would replace that of the command line.
    projects: [
      { test: { ...common, name: "own", include: own } },
      { test: { ...common, name: "shared", include: shared, isolate: false } },
    ],
  },
});
