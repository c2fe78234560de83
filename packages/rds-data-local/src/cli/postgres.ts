import pg from "pg";
import type { Pool } from "../session/pool.ts";
import { withoutPassword } from "./options.ts";

/** A pool of connections to a PostgreSQL server that has answered. An error names the server and `urlFrom`. */
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
  // Without a listener, a lost idle connection would end the process. The pool creates a new one when needed.
  pool.on("error", () => {});
  return pool;
}
