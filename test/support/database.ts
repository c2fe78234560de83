import { fileURLToPath } from "node:url";
import { migrate } from "@myclothes/core/migrate";
import pg from "pg";
import { launch, node } from "../../packages/local/src/process/child.ts";
import { startPostgres } from "./postgres.ts";

export interface Database {
  /** Straight to PostgreSQL, past the shop. */
  pool: pg.Pool;
  stop(): Promise<void>;
}

/** A real PostgreSQL behind a Data API, migrated and empty, which this file's shop talks to. Undefined: there is none. */
export async function startDatabase(): Promise<Database | undefined> {
  const postgres = await startPostgres();
  if (!postgres) return undefined;
  const stopApi = await startDataApi(["--url-env", "DATABASE_URL"], postgres.url);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  const stop = async () => {
    await pool.end();
    await stopApi();
    await postgres.stop();
  };
  return { pool, stop };
}

/** The laptop's engine, for this file alone: migrated (by other migrations than today's, if given) and empty. Returns what stops it. */
export const startEmbedded = (migrations?: URL): Promise<() => Promise<void>> =>
  startDataApi([], undefined, migrations);

async function startDataApi(store: string[], url?: string, migrations?: URL): Promise<() => Promise<void>> {
  const cli = fileURLToPath(new URL("../../packages/rds-data-local/src/cli.ts", import.meta.url));
  const program = node(cli, ["--port", "0", ...store]);
  const env = { ...process.env, DATABASE_URL: url };
  const child = await launch({ ...program, env, name: "The Data API", ready: /ready on (http:\S+)/ });
  process.env.AWS_ENDPOINT_URL_RDS_DATA = child.ready[1];
  await migrate(migrations);
  return () => child.stop();
}
