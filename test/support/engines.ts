import { startEngines } from "../../packages/local/src/engines/engines.ts";
import { noReport } from "../../packages/local/src/process/report.ts";
import { prepareStores } from "../../packages/local/src/stores/stores.ts";

/** Engines that this file shares with no other: for what looks at all that is stored. Before the first call. */
export async function startOwnEngines(): Promise<() => Promise<void>> {
  const from = {
    ...process.env,
    DATABASE_URL: undefined,
    AWS_ENDPOINT_URL_DYNAMODB: undefined,
    AWS_ENDPOINT_URL_RDS_DATA: undefined,
  };
  const engines = await startEngines({ from });
  await prepareStores(engines, noReport);
  Object.assign(process.env, engines.env);
  return engines.stop;
}
