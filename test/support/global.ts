import type { TestProject } from "vitest/node";
import { startEngines } from "../../packages/local/src/engines/engines.ts";
import type { Env } from "../../packages/local/src/engines/env.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";
import { show } from "./proof.ts";

declare module "vitest" {
  interface ProvidedContext {
    env: Env;
    /** A deployed shop to run the journeys against. */
    baseUrl: string | undefined;
  }
}

/** One pair of engines for the whole run, seeded; DATABASE_URL is left to the tests that ask for it by name. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const report = (title: string, outcome: string) => {
    if (title === "DynamoDB") show({ dynamo: outcome.split(",")[0] ?? "" });
  };
  const engines = await startEngines({ from: { ...process.env, DATABASE_URL: undefined }, report });
  // Engines that stay would keep the run from its end.
  await prepareStores(engines, noReport).catch(async (error) => {
    await engines.stop();
    throw error;
  });
  project.provide("env", engines.env);
  // Vite has a BASE_URL of its own, a path, and puts it into the workers.
  const { BASE_URL } = process.env;
  project.provide("baseUrl", BASE_URL?.startsWith("http") ? BASE_URL : undefined);
  return engines.stop;
}
