import path from "node:path";
import { startEnginesIn } from "./engines/engines.ts";
import { type Env, outside } from "./engines/env.ts";
import { type Instances, nameOf, startInstances } from "./functions/instances.ts";
import { schedule } from "./functions/schedule.ts";
import { createGateway } from "./gateway/gateway.ts";
import { listen } from "./gateway/listen.ts";
import { lockedFolder, temporaryFolder } from "./process/folder.ts";
import { noReport, step, type Tell } from "./process/report.ts";
import { startPreparation } from "./stores/stores.ts";

export interface ShopOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** The folder that keeps the state. Without it, nothing is kept. */
  dir?: string;
  instances?: number;
  /** Empties `dir` first. */
  fresh?: boolean;
  /** The environment to read: DYNAMODB_ENGINE, DATABASE_URL, and endpoints of engines that run already. */
  from?: NodeJS.ProcessEnv;
  tell?: Tell;
  /** Receives what the instances print, and a line when one is replaced. */
  log?: (text: string) => void;
}

export interface Shop {
  url: string;
  env: Env;
  instances(): { number: number; pid: number }[];
  /** Resolves with the reason when an engine ends unasked. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/** Brings up the whole shop: engines, stores, instances, front door. */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { from = process.env, tell = noReport, log = () => {}, instances: count = 3 } = options;
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    // Where both engines run already, there is no state to keep, and the folder may be in use by them.
    const { dynamoUrl, dataApiUrl } = outside(from);
    const kept = dynamoUrl && dataApiUrl ? undefined : options.dir;
    const wish = { command: "npm start", fresh: options.fresh };
    const folder = kept ? await lockedFolder(kept, wish) : temporaryFolder();
    closing.push(folder.close);

    // The port comes first, so that a busy one is known before anything else starts.
    let instances: Instances | undefined;
    const { image } = await import("@myclothes/demo-catalogue/images");
    const door = await listen(createGateway({ instances: () => instances, image }), options.port ?? 0);
    closing.push(door.close);
    const url = `http://localhost:${door.port}`;
    const origins = [url, `http://127.0.0.1:${door.port}`];

    const bundle = bundled(path.join(folder.path, "build"), tell);
    const settled = bundle.then(() => {}).catch(() => {});
    closing.push(() => settled);
    const preparation = startPreparation(tell);
    closing.push(preparation.stop);
    const engines = await startEnginesIn(folder, { origins, from, tell });
    closing.push(engines.stop);
    await preparation.run(engines);

    const { api, sweep } = await bundle;
    const settings = { bundle: api, env: { ...from, ...engines.env }, log };
    const running = await step(
      tell,
      "Instances",
      () => startInstances(count, settings),
      ({ list }) => list().map(nameOf).join("  "),
    );
    instances = running;
    // On AWS it is once a minute. Here nobody pays for it, and nobody wants to wait.
    const sweeping = schedule({ ...settings, bundle: sweep, everyMs: 15_000 });
    // The door closes first, so that the requests in progress are answered.
    closing.push(sweeping.stop, running.stop, door.close);
    return { url, env: engines.env, instances: running.list, lost: engines.lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bundled(outdir: string, tell: Tell) {
  const { build } = await import("@myclothes/functions/build");
  return step(
    tell,
    "Function",
    () => build(outdir),
    ({ api }) => path.relative(process.cwd(), api),
  );
}
