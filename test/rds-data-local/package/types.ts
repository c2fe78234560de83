// Compiled in a folder in which the packed package is installed, with each kind of module resolution.
import { type Call, createDataApi, type DataApi, type Pool } from "rds-data-local";
import { openPglite, type PglitePool } from "rds-data-local/pglite";

export async function start(log: (call: Call) => void): Promise<DataApi> {
  const pool: PglitePool = await openPglite({ dir: ".pg" });
  const pools: Record<string, Pool> = { shop: pool };
  return createDataApi({ pool, databases: pools, log });
}

// @ts-expect-error: proves that the types were found.
createDataApi({});
