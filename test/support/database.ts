import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "@myclothes/core/migrate";
import pg from "pg";
import { roleArguments } from "../../packages/local/src/engines/env.ts";
import { templatePath } from "../../packages/local/src/engines/template.ts";
import { launch, node } from "../../packages/local/src/process/child.ts";
import { startPostgres } from "./postgres.ts";
import { run } from "./products.ts";

export interface Database {
  /** Connects to PostgreSQL directly, without the shop. */
  pool: pg.Pool;
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL behind a Data API, migrated (by `migrations`, if given) and empty, for this file's shop. Undefined if
 * PostgreSQL is not installed. `settings` replace those of a server that may lose its data.
 */
export async function startDatabase(migrations?: URL, settings?: string[]): Promise<Database | undefined> {
  const postgres = await startPostgres(settings);
  if (!postgres) return undefined;
  const stopApi = await startDataApi(["--url-env", "DATABASE_URL"], postgres.url, migrations);
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  const stop = async () => {
    await pool.end();
    await stopApi();
    await postgres.stop();
  };
  return { pool, stop };
}

/**
 * Starts an embedded engine for this file, migrated (by `migrations`, if given) and empty but for the synonyms. Returns a
 * function that stops it.
 */
export async function startEmbedded(migrations?: URL): Promise<() => Promise<void>> {
  if (migrations) return startDataApi([], undefined, migrations);
  // To copy the prepared database and empty it takes a third of the time that a new one takes.
  const dir = mkdtempSync(join(tmpdir(), "embedded-"));
  const stop = await startDataApi(["--dir", dir, "--template", templatePath()]);
  const tables = await run(
    "select string_agg(tablename, ', ') from pg_tables where schemaname = 'public' and tablename not in ('migration', 'synonym')",
  );
  await run(`truncate ${tables[0]?.[0]} restart identity cascade`);
  return async () => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

async function startDataApi(store: string[], url?: string, migrations?: URL): Promise<() => Promise<void>> {
  const cli = fileURLToPath(new URL("../../packages/rds-data-local/src/cli.ts", import.meta.url));
  const program = node(cli, ["--port", "0", ...roleArguments, ...store]);
  const env = { ...process.env, DATABASE_URL: url };
  const child = await launch({ ...program, env, name: "The Data API", ready: /ready on (http:\S+)/ });
  process.env.AWS_ENDPOINT_URL_RDS_DATA = child.ready[1];
  await migrate(migrations);
  return () => child.stop();
}
