import path from "node:path";
import { createDoor } from "./door/door.ts";
import { listen } from "./door/listen.ts";
import { startEnginesIn } from "./engines/engines.ts";
import type { Env } from "./engines/env.ts";
import { type Instances, startInstances } from "./instances/fleet.ts";
import { openFolder } from "./process/folder.ts";
import { silently, step, type Tell } from "./process/narrate.ts";
import { prepareStores } from "./stores/stores.ts";

export interface ShopOptions {
  /** 0, the default, is any that is free. */
  port?: number;
  /** Where state is kept. Without it, nothing is kept. */
  dir?: string;
  instances?: number;
  /** Throws away what `dir` holds. */
  fresh?: boolean;
  /** The environment to go by: DYNAMODB_ENGINE, DATABASE_URL, and endpoints that are there already. */
  from?: NodeJS.ProcessEnv;
  tell?: Tell;
  /** Takes what the instances print. */
  log?: (text: string) => void;
}

export interface Shop {
  url: string;
  env: Env;
  instances(): { number: number; pid: number }[];
  /** Resolves with a sentence when an engine ends though nobody stopped it. */
  lost: Promise<string>;
  stop(): Promise<void>;
}

/** Brings up the whole shop: engines, stores, instances, front door. */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { from = process.env, tell = silently, log = () => {}, instances: count = 3 } = options;
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const folder = await openFolder(options.dir, options.fresh);
    closing.push(folder.close);

    // The port is taken first: a busy one is known before anything else is begun.
    let instances: Instances | undefined;
    const { image } = await import("./seed/images.ts");
    const door = await listen(createDoor({ instances: () => instances, image }), options.port ?? 0);
    closing.push(door.close);
    const url = `http://localhost:${door.port}`;
    const origins = [url, `http://127.0.0.1:${door.port}`];

    const bundle = bundled(path.join(folder.path, "build"), tell);
    const settled = bundle.then(() => {}).catch(() => {});
    closing.push(() => settled);
    const engines = await startEnginesIn(folder, { origins, from, tell });
    closing.push(engines.stop);
    await prepareStores(engines.env, tell);

    const settings = { bundle: await bundle, env: { ...from, ...engines.env }, log };
    const running = await step(
      tell,
      "Instances",
      () => startInstances(count, settings),
      ({ list }) => list().map(nameOf).join("  "),
    );
    instances = running;
    // The door closes first, so that what is being answered may end.
    closing.push(running.stop, door.close);
    return { url, env: engines.env, instances: running.list, lost: engines.lost, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const nameOf = ({ number, pid }: { number: number; pid: number }) => `${number}-${pid}`;

async function bundled(outdir: string, tell: Tell): Promise<string> {
  const { build } = await import("@myclothes/functions/build");
  const made = (file: string) => path.relative(process.cwd(), file);
  return step(tell, "Function", () => build(outdir), made);
}
