import { startEngines } from "../../packages/local/src/engines/engines.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";

/** Starts engines for this file only, for tests that look at all stored data. Call it before the first request. */
export async function startOwnEngines(): Promise<() => Promise<void>> {
  const from = {
    ...process.env,
    DATABASE_URL: undefined,
    AWS_ENDPOINT_URL_DYNAMODB: undefined,
    AWS_ENDPOINT_URL_RDS_DATA: undefined,
    AWS_ENDPOINT_URL_SQS: undefined,
  };
  const engines = await startEngines({ from });
  await prepareStores(engines, noReport);
  Object.assign(process.env, engines.env);
  return engines.stop;
}
