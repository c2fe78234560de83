import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createBundles } from "@myclothes/functions/build";
import { startEngines } from "@myclothes/local/engines";
import type { Env } from "@myclothes/local/env";
import { noReport } from "@myclothes/local/report";
import { prepareStores } from "@myclothes/local/stores";
import { startCounter } from "./counter.ts";
import { API, pack, writeServer } from "./package.ts";
import { startRegistry } from "./registry.ts";

const PASSWORDS = path.resolve(API, "../../../../core/src/customer/common-passwords.txt");

export type Fixture = Awaited<ReturnType<typeof startFixture>>;

/** What all systems share: the stores of the shop with its demo catalogue, and the shop's Api, packed in three ways. */
export async function startFixture(progress: (what: string) => void) {
  const dir = mkdtempSync(path.join(tmpdir(), "lab-starting-"));
  const inside = (name: string) => path.join(dir, name);
  const closing: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    progress("the stores and the demo catalogue");
    // Engines of its own, also where the environment names others.
    const { DYNAMODB_ENGINE } = process.env;
    const engines = await startEngines({ from: { DYNAMODB_ENGINE } });
    closing.push(engines.stop);
    await prepareStores(engines, noReport);
    const counter = await startCounter(engines.env.AWS_ENDPOINT_URL_RDS_DATA ?? "");
    closing.push(counter.stop);
    const env: Env = { ...engines.env, AWS_ENDPOINT_URL_RDS_DATA: counter.url };

    progress("the shop's Api as a bundle, with packages, and as an image");
    const bundles = await createBundles({ api: API }, inside("functions"), {});
    const bundle = (await bundles.write()).api;
    await bundles.close();
    cpSync(PASSWORDS, path.join(path.dirname(bundle), "common-passwords.txt"));
    const lambda = path.dirname(bundle);
    const server = inside("server");
    const registry = await startRegistry(await writeServer(server, lambda));
    closing.push(registry.stop);
    const installed = inside("installed");
    cpSync(server, installed, { recursive: true });
    await registry.install(installed);
    const image = inside("image.tgz");
    await pack(installed, image);
    const withoutPackage = inside("broken.tgz");
    await pack(installed, withoutPackage, "hono");
    let folders = 0;
    const emptyFolder = () => {
      const folder = inside(`start-${++folders}`);
      mkdirSync(folder);
      return folder;
    };
    return {
      env,
      counter,
      registry,
      lambda,
      server,
      /** The server's folder with its packages. */
      installed,
      image,
      withoutPackage,
      emptyFolder,
      /** The URL of the Data API over the database that is never restored. */
      dataApiUrl: counter.target,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
