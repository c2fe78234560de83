import pg from "pg";
import type { Pool } from "../session/pool.ts";

/** A pool over a PostgreSQL server that has answered once. Otherwise the error names the server and `urlFrom`. */
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
  // Without a listener, the loss of an idle connection would end the process. The pool makes a new one when needed.
  pool.on("error", () => {});
  return pool;
}

/** The part of a connection URL that may be printed: host and database. */
export function withoutPassword(url: string): string {
  return url.replace(/^\w+:(\/\/)?([^/]*@)?/, "").replace(/\?.*/, "");
}
