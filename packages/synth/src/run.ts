import crypto from "node:crypto";
import { writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { countApplies, settled } from "./applies.ts";
import type { App } from "./graph.ts";
import { createMocks } from "./mocks/mocks.ts";
import { type Recorded, record } from "./monitor.ts";
import { placeOf } from "./origin.ts";
import { loadPulumi } from "./pulumi.ts";

// One synthesis, in a process of its own: a failed one leaves promises behind that would go on in the next.

export interface Task {
  app: App;
  region: string;
  root: string;
  platform: string;
  /** The bundled sst.config.ts. */
  program: string;
  /** Where to write what came of it. */
  work: string;
}

export type Outcome = { recorded: Recorded } | { error: string };

/** Ends a program that hangs. */
const LIMIT_MS = 600_000;
const task: Task = JSON.parse(process.argv[2] ?? "{}");

const errors = new Set<string>();
let recorded: Recorded | undefined;

/** One fault's errors arrive together, so the end waits for the others. */
function fail(error: unknown): void {
  const { message } = error as Error;
  const place = error instanceof Error && placeOf(error, task.root);
  // Pulumi says the resource's name and type, which the monitor has said already.
  const text = message.replace(/^failed to (register new|read) resource .*?\]: /, "");
  // Errors inside SST's code name the component, but not who made it.
  const component = recorded?.resources.find(({ parent, name }) => !parent && message.includes(`"${name}"`));
  const maker =
    component && !text.includes(component.type) ? ` (${component.type} in ${component.concern})` : "";
  errors.add(text + maker + (place ? `\n    at ${place}` : ""));
  setTimeout(() => finish({ error: [...errors].join("\n") }), 50);
}
// A throw inside `apply` rejects an output that nobody waits for.
process.on("unhandledRejection", fail).on("uncaughtException", fail);

function finish(outcome: Outcome): void {
  writeFileSync(join(task.work, "outcome.json"), JSON.stringify(outcome));
  process.exit();
}

async function run({ app, region, root, platform, program }: Task): Promise<Recorded> {
  const pulumi = loadPulumi(platform);
  await pulumi.runtime.setMocks(createMocks(region), app.name, app.stage, false, "organization");
  pulumi.runtime.setAllConfig(providerConfig(app, region));
  // From Node 22 on, a function without a name has no brackets in the stack; Pulumi's own expression misses it then.
  pulumi.Resource.framePositionRegExp = /^\s*at (?:.* \()?(?<file>.*?):(?<line>\d+):(?<column>\d+)\)?$/;
  recorded = record(pulumi.runtime.getMonitor(), app, root);
  const pending = countApplies(pulumi);
  steadyNames();

  setTimeout(
    () => fail(new Error(`Not done after ${LIMIT_MS / 1000} s: ${pending()} applies pend.`)),
    LIMIT_MS,
  );
  const { main } = await import(pathToFileURL(program).href);
  await pulumi.runtime.runInPulumiStack(main);
  const { resources } = recorded;
  await settled(pulumi, pending, () => resources.length);
  return recorded;
}

/** What SST tells Pulumi of the AWS provider: strings as they are, all else as JSON. */
function providerConfig(app: App, region: string): Record<string, string> {
  const { version: _, ...given } = app.providers.aws ?? {};
  const { tags = {} } = (given.defaultTags ?? {}) as { tags?: Record<string, string> };
  const defaultTags = { tags: { "sst:app": app.name, "sst:stage": app.stage, ...tags } };
  const entries = Object.entries({ ...given, region, defaultTags });
  return Object.fromEntries(
    entries.map(([key, value]) => [`aws:${key}`, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/** SST ends some names in random letters. Here they are the same each time, so that graphs can be compared. */
function steadyNames(): void {
  crypto.randomBytes = ((length: number) => Buffer.alloc(length, 0x5a)) as typeof crypto.randomBytes;
  syncBuiltinESMExports();
}

await run(task).then((recorded) => errors.size === 0 && finish({ recorded }), fail);
