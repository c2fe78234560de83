import path from "node:path";
import type { FunctionName } from "@myclothes/functions/functions";
import { startEnginesIn } from "./engines/engines.ts";
import { type Env, givenEndpoints } from "./engines/env.ts";
import { writeEnvFile } from "./engines/env-file.ts";
import { type Functions, localFunctions, namesOf, startFunctions } from "./functions/functions.ts";
import { createVersions } from "./functions/versions.ts";
import { findAssets } from "./gateway/assets.ts";
import { createEdge, type EdgeRules } from "./gateway/cdn.ts";
import { createGateway } from "./gateway/gateway.ts";
import { listen } from "./gateway/listen.ts";
import { findPictures } from "./gateway/pictures.ts";
import { createReloads } from "./gateway/reloads.ts";
import { emulatorUrl } from "./gateway/stripe.ts";
import { lockedFolder, temporaryFolder } from "./process/folder.ts";
import { noReport, type Report, reportStep } from "./process/report.ts";
import { startPreparation } from "./stores/stores.ts";

export interface ShopOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** The folder for the data. Without it, the data is deleted at the end. */
  dir?: string;
  instances?: number;
  /** Empties `dir` first. */
  fresh?: boolean;
  /** Rebuilds and reloads the functions when a source changes. */
  reload?: boolean;
  /**
   * The port for a debugger of the first API; the next API has the next port. A request may then take a day, because a breakpoint
   * holds it.
   */
  inspectPort?: number | undefined;
  /** The command that starts the shop, for messages. */
  command?: string;
  /** The environment to read: DYNAMODB_ENGINE, DATABASE_URL, and endpoints of engines that run already. */
  from?: NodeJS.ProcessEnv;
  report?: Report;
  /** Receives what the instances print, and a line when one is replaced. */
  log?: (text: string) => void;
}

export interface Shop {
  url: string;
  env: Env;
  /** The instances of the shoppers' API. */
  instances(): { number: number; pid: number }[];
  /** Lets other bundles answer requests, as a deploy does. `change` gets the path of each bundle of this build. */
  deploy(change: (name: FunctionName, bundle: string) => string): Promise<void>;
  /** Resolves with the reason when an engine ends by itself. */
  engineEnded: Promise<string>;
  stop(): Promise<void>;
}

/** Where the build of the functions puts the files that the pages load. */
const siteIn = (folder: string) => path.join(folder, "site");

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Starts the whole shop: engines, stores, functions, gateway. */
export async function startShop(options: ShopOptions = {}): Promise<Shop> {
  const { from = process.env, report = noReport, log = () => {}, command = "npm start" } = options;
  const { instances = 3, inspectPort, reload = false } = options;
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    // When both stores run already, there is no data here, and the engines may have locked the folder.
    const { dynamoUrl, dataApiUrl } = givenEndpoints(from);
    const dir = dynamoUrl && dataApiUrl ? undefined : options.dir;
    const folder = dir ? await lockedFolder(dir, { command, fresh: options.fresh }) : temporaryFolder();
    closing.push(folder.close);

    // The port comes first, so that a busy one is known before anything else starts.
    let functions: Functions | undefined;
    let edge = createEdge();
    let bucketUrl: string | undefined;
    let stripeUrl: string | undefined;
    let site: string | undefined;
    const reloads = reload ? createReloads() : undefined;
    // Loaded with the first request for an image, so that the start need not wait.
    const demo = async (path: string) => (await import("@myclothes/demo-catalogue")).image(path);
    const limits = inspectPort === undefined ? {} : { limitMs: DAY_MS };
    const gateway = createGateway({
      ...limits,
      image: findPictures(demo, () => bucketUrl),
      asset: findAssets(() => site),
      uploads: () => bucketUrl,
      own: {
        kill: async (name) => functions?.kill(name) ?? false,
        stripeUrl: () => stripeUrl,
        ...(reloads && { reloads }),
      },
      edge: () => edge,
      instancesFor: (path) => functions?.instancesFor(path),
    });
    const listening = await listen(gateway, options.port ?? 0, command);
    const { port } = listening;
    const close = () => {
      reloads?.close();
      return listening.close();
    };
    closing.push(close);
    const url = `http://localhost:${port}`;

    const versions = createVersions(path.join(folder.path, "build"), { readable: reload });
    const first = reportStep(
      report,
      "Build",
      async () => {
        const version = await (await versions).next();
        await Promise.all(localFunctions.map(version.bundle));
        return version;
      },
      ({ folder }) => path.relative(process.cwd(), folder),
    );
    // The build must not write into a folder that is closed. `await first` throws its error.
    const buildEnded = first.then(
      () => {},
      () => {},
    );
    closing.push(async () => {
      await buildEnded;
      // Without this, esbuild's process complains when this one ends.
      await (await versions).close();
    });
    const preparation = startPreparation(report);
    closing.push(preparation.stop);
    const origins = [url, `http://127.0.0.1:${port}`];
    const engines = await startEnginesIn(folder, { origins, from, report });
    closing.push(engines.stop);
    bucketUrl = JSON.parse(engines.env.SST_RESOURCE_Images ?? "{}").url;
    stripeUrl = emulatorUrl(engines.env);
    const prepared = preparation.run(engines);
    // The functions load while the stores are prepared. `startFunctions` throws the error of either.
    prepared.catch(() => {});
    const version = await first;
    site = siteIn(version.folder);
    const settings = { env: { ...from, ...engines.env }, log };
    const described = reportStep(report, "Docs", version.describe, () => "OpenAPI documents and pages");
    described.catch(() => {});
    closing.push(() => described.catch(() => {}));
    const started = await reportStep(
      report,
      "Functions",
      () => startFunctions(version.bundle, { ...settings, instances, inspectPort, prepared }),
      namesOf,
    );
    functions = started;
    closing.push(started.stop);
    if (folder.isPersistent) {
      const removeEnvFile = writeEnvFile(folder, engines.env);
      closing.push(async () => removeEnvFile());
    }
    await described;
    if (reload) {
      const onReload = (rules: EdgeRules, folder: string) => {
        edge = createEdge({ rules });
        site = siteIn(folder);
        reloads?.send();
      };
      // It loads the SDK, which a start goes without.
      const { reloadOnChange } = await import("./reload.ts");
      const change = { ...settings, versions: await versions, first: version, functions: started };
      closing.push(reloadOnChange({ ...change, onReload, report }).stop);
    } else await (await versions).close();
    // The gateway closes first, so that the requests in progress are answered.
    closing.push(close);
    const deploy: Shop["deploy"] = (change) =>
      started.reload(
        async (name) => change(name, await version.bundle(name)),
        async () => {},
      );
    return { url, env: engines.env, deploy, instances: started.list, engineEnded: engines.ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
