import { spawn } from "node:child_process";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { bundleProgram, bundleRunner, readApp } from "./config.ts";
import type { Graph } from "./graph.ts";
import { platformOf } from "./platform.ts";
import { startRpc } from "./rpc.ts";
import type { Outcome, Task } from "./run.ts";

export interface SynthOptions {
  /** The folder of `sst.config.ts`. */
  root: string;
  stage: string;
  /** As with `sst dev`. */
  dev?: boolean;
  secrets?: Record<string, string>;
  /** Added to the program's environment, which is that of this process without AWS_, SST_ and similar variables. */
  env?: Record<string, string>;
  /** The folder of SST's components, if it is not `.sst/platform` in the root. */
  platform?: string;
}

/**
 * Runs `sst.config.ts` for a stage without AWS, and returns every resource that it requests. The platform must be
 * prepared. Throws one readable error if a deployment would fail before it asks AWS for anything.
 */
export async function synth(options: SynthOptions): Promise<Graph> {
  const root = resolve(options.root);
  const { stage, dev = false } = options;
  // Source maps contain paths relative to the real folder of the bundle.
  const platform = await realpath(options.platform ?? platformOf(root));
  const app = await readApp(root, stage, environment(options));
  const region = String(app.providers.aws?.region ?? "us-east-1");
  // Inside the platform, so that the program finds the packages there.
  const work = await mkdtemp(join(platform, "synth-"));
  const rpc = await startRpc(root, work);
  try {
    const [program, runner] = await Promise.all([
      bundleProgram({ root, platform, work, app, dev }),
      bundleRunner(work),
    ]);
    const env = { ...environment(options), SST_SERVER: rpc.url, SST_AWS_REGION: region };
    const { resources, outputs, links } = await run(
      runner,
      { app, region, root, platform, program, work },
      env,
    );
    return { app, stage, dev, resources, outputs, links, builds: rpc.builds.sort(by(({ name }) => name)) };
  } catch (error) {
    throw new Error(`The stage "${stage}" cannot be synthesised.\n${(error as Error).message}`);
  } finally {
    rpc.close();
    await rm(work, { recursive: true, force: true });
  }
}

/** Of the program: that of this process without AWS_, SST_ and similar variables, with what the options add. */
export function environment({
  secrets = {},
  env = {},
}: Pick<SynthOptions, "secrets" | "env">): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|SST_|PULUMI_|VITEST|NODE_OPTIONS$)/;
  return Object.fromEntries([
    ...Object.entries(process.env).filter(([name]) => !foreign.test(name)),
    // The program can tell that nothing will be deployed.
    ["SYNTH", "1"],
    ...Object.entries(env),
    ...Object.entries(secrets).map(([name, value]) => [`SST_SECRET_${name}`, value]),
  ]);
}

async function run(runner: string, task: Task, env: NodeJS.ProcessEnv) {
  const flags = ["--enable-source-maps", runner, JSON.stringify(task)];
  // The program's output is passed on. Pulumi's own errors are shown only if the program leaves no outcome.
  const child = spawn(process.execPath, flags, { cwd: task.root, env, stdio: ["ignore", 2, "pipe"] });
  const errors = child.stderr ? await text(child.stderr) : "";
  const written = await readFile(join(task.work, "outcome.json"), "utf8").catch(() => undefined);
  if (!written) throw new Error(errors.trim());
  const outcome: Outcome = JSON.parse(written.replaceAll(task.work, "<work>"));
  if ("error" in outcome) throw new Error(outcome.error);
  outcome.recorded.resources.sort(by(({ urn }) => urn));
  return outcome.recorded;
}

const by =
  <T>(key: (item: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : 1;
