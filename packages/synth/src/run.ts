import crypto from "node:crypto";
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { countApplies, waitUntilIdle } from "./applies.ts";
import type { App } from "./graph.ts";
import { createMocks } from "./mocks/mocks.ts";
import { type Recorded, record } from "./monitor.ts";
import { placeOf } from "./origin.ts";
import { loadPulumi } from "./pulumi.ts";

// Runs one synthesis in a process of its own, because the promises of a failed one would continue in the next.

export interface Task {
  app: App;
  region: string;
  root: string;
  platform: string;
  /** The path of the bundled sst.config.ts. */
  program: string;
  /** The folder for the outcome. */
  work: string;
}

export type Outcome = { recorded: Recorded } | { error: string };

/** After this time, a hanging program ends. */
const LIMIT_MS = 600_000;
const task: Task = JSON.parse(process.argv[2] ?? "{}");

const errors = new Set<string>();
let recorded: Recorded | undefined;

/** The errors of one fault arrive together, so this waits a moment for the others. */
function fail(error: unknown): void {
  const { message } = error as Error;
  const place = error instanceof Error && placeOf(error, task.root);
  // Pulumi adds the resource's name and type, which the monitor has already added.
  const text = message.replace(/^failed to (register new|read) resource .*?\]: /, "");
  // Errors inside SST's code name the component, but not the file that creates it.
  const component = recorded?.resources.find(({ parent, name }) => !parent && message.includes(`"${name}"`));
  const maker =
    component && !text.includes(component.type) ? ` (${component.type} in ${component.file})` : "";
  errors.add(text + maker + (place ? `\n    at ${place}` : ""));
  setTimeout(() => finish({ error: [...errors].join("\n") }), 50);
}
// An error inside `apply` rejects an output that nobody awaits.
process.on("unhandledRejection", fail).on("uncaughtException", fail);

function finish(outcome: Outcome): void {
  writeFileSync(join(task.work, "outcome.json"), JSON.stringify(outcome));
  process.exit();
}

async function run({ app, region, root, platform, program }: Task): Promise<Recorded> {
  const pulumi = loadPulumi(platform);
  await pulumi.runtime.setMocks(createMocks(region), app.name, app.stage, false, "organization");
  pulumi.runtime.setAllConfig(providerConfig(app, region));
  // Since Node 22 an anonymous function has no brackets on the stack, and Pulumi's own expression misses it.
  pulumi.Resource.framePositionRegExp = /^\s*at (?:.* \()?(?<file>.*?):(?<line>\d+):(?<column>\d+)\)?$/;
  recorded = record(pulumi.runtime.getMonitor(), app, root);
  const pending = countApplies(pulumi);
  fixRandomNames();

  setTimeout(
    () => fail(new Error(`Not finished after ${LIMIT_MS / 1000} s: ${pending()} applies are pending.`)),
    LIMIT_MS,
  );
  const { main } = await import(pathToFileURL(program).href);
  await pulumi.runtime.runInPulumiStack(main);
  const { resources } = recorded;
  await waitUntilIdle(pulumi, pending, () => resources.length);
  return recorded;
}

/** SST's configuration of the AWS provider: strings as they are, everything else as JSON. */
function providerConfig(app: App, region: string): Record<string, string> {
  const { version: _, ...given } = app.providers.aws ?? {};
  const { tags = {} } = (given.defaultTags ?? {}) as { tags?: Record<string, string> };
  const defaultTags = { tags: { "sst:app": app.name, "sst:stage": app.stage, ...tags } };
  const entries = Object.entries({ ...given, region, defaultTags });
  return Object.fromEntries(
    entries.map(([key, value]) => [`aws:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** SST adds random letters to some names. Here they are always the same, so that graphs can be compared. */
function fixRandomNames(): void {
  crypto.randomBytes = ((length: number) => Buffer.alloc(length, 0x5a)) as typeof crypto.randomBytes;
  syncBuiltinESMExports();
}

await run(task).then((recorded) => errors.size === 0 && finish({ recorded }), fail);
