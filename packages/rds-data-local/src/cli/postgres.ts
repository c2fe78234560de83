import pg from "pg";
import { withoutPassword } from "./options.ts";
import type { Store } from "./stores.ts";

/**
 * A pool of connections to a PostgreSQL server that has answered: to the database of the URL, or to the one with this name. An
 * error names the server and `urlFrom`.
 */
export async function connectToPostgres(
  url: string,
  urlFrom: string,
  connections: number,
  name: string | undefined,
): Promise<Store> {
  const to = { connectionString: name === undefined ? url : withDatabase(url, name) };
  const client = new pg.Client({ ...to, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    throw new Error(
      `cannot use PostgreSQL at ${withoutPassword(to.connectionString)} (${message || code}): is it running, and is ${urlFrom} right?`,
    );
  }
  const pool = new pg.Pool({ ...to, max: connections });
  // Without a listener, a lost idle connection would end the process. The pool creates a new one when needed.
  pool.on("error", () => {});
  return {
    isNew: true,
    connect: () => pool.connect(),
    run: async (script) => {
      const session = await pool.connect();
      try {
        await session.query(script);
      } finally {
        session.release(true);
      }
    },
    end: () => pool.end(),
  };
}

/** The URL with another database. Only a URL with a host can name one. */
function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}
