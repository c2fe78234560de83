import { spawn } from "node:child_process";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { bundleProgram, bundleRunner, readApp } from "./config.ts";
import type { Graph } from "./graph.ts";
import { platformOf } from "./platform.ts";
import { startRpc } from "./rpc.ts";
import type { Outcome, Task } from "./run.ts";

export interface Asked {
  /** The folder of `sst.config.ts`. */
  root: string;
  stage: string;
  /** As under `sst dev`. */
  dev?: boolean;
  secrets?: Record<string, string>;
  /** For the program's environment, beside this process's own without what begins with AWS_, SST_ and the like. */
  env?: Record<string, string>;
  /** SST's components, where they are not in the root's own `.sst`. */
  platform?: string;
}

/**
 * Runs `sst.config.ts` for a stage and returns everything that it would ask AWS for, without AWS. The platform must be
 * prepared. Throws one readable error where a deployment would fail before it asked AWS for anything.
 */
export async function synth(asked: Asked): Promise<Graph> {
  const root = resolve(asked.root);
  const { stage, dev = false } = asked;
  // Source maps name files by their way from where the bundle really is.
  const platform = await realpath(asked.platform ?? platformOf(root));
  const app = await readApp(root, stage);
  const region = String(app.providers.aws?.region ?? "us-east-1");
  // Inside the platform, so that the program finds the packages there.
  const work = await mkdtemp(join(platform, "synth-"));
  const rpc = await startRpc(root, work);
  try {
    const [program, runner] = await Promise.all([
      bundleProgram({ root, platform, work, app, dev }),
      bundleRunner(work),
    ]);
    const env = { ...environment(asked), SST_SERVER: rpc.url, SST_AWS_REGION: region };
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

function environment({ secrets = {}, env = {} }: Asked): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|SST_|PULUMI_|VITEST|NODE_OPTIONS$)/;
  return Object.fromEntries([
    ...Object.entries(process.env).filter(([name]) => !foreign.test(name)),
    ...Object.entries(env),
    ...Object.entries(secrets).map(([name, value]) => [`SST_SECRET_${name}`, value]),
  ]);
}

async function run(runner: string, task: Task, env: NodeJS.ProcessEnv) {
  const flags = ["--enable-source-maps", runner, JSON.stringify(task)];
  // What the program prints is passed on. Pulumi's complaints are shown only where they are all that is left of it.
  const child = spawn(process.execPath, flags, { cwd: task.root, env, stdio: ["ignore", 2, "pipe"] });
  const complaints = child.stderr ? await text(child.stderr) : "";
  const written = await readFile(join(task.work, "outcome.json"), "utf8").catch(() => undefined);
  if (!written) throw new Error(complaints.trim());
  const outcome: Outcome = JSON.parse(written.replaceAll(task.work, "<work>"));
  if ("error" in outcome) throw new Error(outcome.error);
  outcome.recorded.resources.sort(by(({ urn }) => urn));
  return outcome.recorded;
}

const by =
  <T>(key: (item: T) => string) =>
  (a: T, b: T) =>
    key(a) < key(b) ? -1 : 1;
