import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { createDataApi, type DataApi, type DataApiOptions, type Pool, type Timeouts } from "rds-data-local";
import { openPglite } from "rds-data-local/pglite";
import { startPostgres } from "../../support/postgres.ts";
import { type Client, clientOf } from "./client.ts";

export interface Engine {
  name: "PGlite" | "PostgreSQL";
  /** Starts a Data API over this engine, with a client. Both end with the engine. */
  serve(
    timeouts?: Partial<Timeouts>,
    options?: Partial<DataApiOptions>,
  ): Promise<{ api: DataApi; client: Client; url: string; warnings: string[] }>;
  stop(): Promise<void>;
}

/** PGlite in a folder, and a PostgreSQL server if one is available. */
export async function startEngines(): Promise<Engine[]> {
  const [pglite, postgres] = await Promise.all([startPglite(), startPostgres()]);
  if (!postgres) return [pglite];
  return [pglite, engine("PostgreSQL", () => poolTo(postgres.url), postgres.stop)];
}

async function startPglite(): Promise<Engine> {
  const dir = mkdtempSync(join(tmpdir(), "rds-data-local-"));
  const pool = await openPglite({ dir });
  return engine(
    "PGlite",
    () => ({ pool, end: async () => {} }),
    async () => {
      await pool.end();
      rmSync(dir, { recursive: true });
    },
  );
}

// A pool for each Data API, because each sets up its connections in its own way.
function poolTo(connectionString: string) {
  const pool = new pg.Pool({ connectionString, max: 10 });
  pool.on("error", () => {});
  return { pool, end: () => pool.end() };
}

function engine(
  name: Engine["name"],
  open: () => { pool: Pool; end(): Promise<void> },
  end: () => Promise<void>,
): Engine {
  const served: (() => Promise<void>)[] = [];

  async function serve(timeouts: Partial<Timeouts> = {}, options: Partial<DataApiOptions> = {}) {
    const { pool, end } = open();
    const warnings: string[] = [];
    const api = createDataApi({ pool, timeouts, warn: (message) => warnings.push(message), ...options });
    const url = await api.listen();
    const client = clientOf(url);
    served.push(async () => {
      client.destroy();
      await api.close();
      await end();
    });
    return { api, client, url, warnings };
  }

  async function stop() {
    for (const close of served) await close();
    await end();
  }

  return { name, serve, stop };
}
