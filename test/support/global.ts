import type { TestProject } from "vitest/node";
import { startEngines } from "../../packages/local/src/engines/engines.ts";
import type { Env } from "../../packages/local/src/engines/env.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";
import { recordTrials } from "./proof.ts";
import { collectSkipped, noteSkipped } from "./skipped.ts";
import { isWholeRun } from "./whole.ts";

declare module "vitest" {
  interface ProvidedContext {
    env: Env;
    /** The URL of a deployed shop that the journeys use. */
    baseUrl: string | undefined;
  }
}

/** Starts and seeds one set of engines for the whole run. Only tests that need a real PostgreSQL use DATABASE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const printSkipped = collectSkipped();
  if (!isWholeRun) noteSkipped("races, and tests that start whole programs", "`npm run test:all` runs them");
  const report = (title: string, outcome: string) => {
    if (title === "DynamoDB") recordTrials({ dynamo: outcome.split(",")[0] ?? "" });
  };
  const engines = await startEngines({ from: { ...process.env, DATABASE_URL: undefined }, report });
  // Running engines would keep the process alive.
  await prepareStores(engines, noReport).catch(async (error) => {
    await engines.stop();
    throw error;
  });
  project.provide("env", engines.env);
  // Vite sets a BASE_URL of its own, which is a path, in the workers.
  const { BASE_URL } = process.env;
  const baseUrl = BASE_URL?.startsWith("http") ? BASE_URL : undefined;
  if (baseUrl) noteSkipped("tests that start their own shop", "BASE_URL names a deployed one");
  project.provide("baseUrl", baseUrl);
  return async () => {
    await engines.stop();
    printSkipped();
  };
}
