import pg from "pg";
import type { Pool } from "../session/pool.ts";

/** A pool over a PostgreSQL server that has answered once, or a clear error. */
export async function connectToPostgres(
  url: string,
  connections: number,
): Promise<Pool & { end(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: connections, connectionTimeoutMillis: 5_000 });
  // The loss of an idle connection is no end of the world: the pool makes another when one is asked for.
  pool.on("error", () => {});
  try {
    await pool.query("select 1");
    return pool;
  } catch (error) {
    await pool.end();
    const { host, pathname } = new URL(url);
    throw new Error(
      `cannot use PostgreSQL at ${host}${pathname} (${reason(error)}): is it running, and is --url right?`,
    );
  }
}

function reason(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || String(error);
}
