import pg from "pg";
import type { Pool } from "../session/pool.ts";

/** A pool over a PostgreSQL server that has answered once, or an error that says which one did not, and who named it. */
export async function connectToPostgres(
  url: string,
  urlFrom: string,
  connections: number,
): Promise<Pool & { end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    throw new Error(
      `cannot use PostgreSQL at ${withoutPassword(url)} (${message || code}): is it running, and is ${urlFrom} right?`,
    );
  }
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // Losing an idle connection is no end of the world: the pool makes another when one is asked for.
  pool.on("error", () => {});
  return pool;
}

/** What may be printed of a connection URL: host and database. */
export function withoutPassword(url: string): string {
  return url.replace(/^\w+:(\/\/)?([^/]*@)?/, "").replace(/\?.*/, "");
}
