import pg from "pg";

export interface Product {
  version: number;
  /** Where the answer comes from, for the lab's counts. */
  source: string;
}

export interface Database {
  read(sku: string): Promise<Product>;
  /** Changes the product. Returns its new version. */
  write(sku: string): Promise<number>;
}

export interface DatabaseOptions {
  /** The size of the pool. */
  connections?: number;
  /** How much longer each read takes. */
  holdMs?: number;
}

const DEADLINE_MS = 30_000;

/** Reads take turns over the replicas, if there are any. Writes go to the primary. */
export function connectDatabase(
  primaryUrl: string,
  replicaUrls: string[],
  { connections = 10, holdMs = 0 }: DatabaseOptions = {},
): Database {
  const pool = (connectionString: string) =>
    new pg.Pool({
      connectionString,
      max: connections,
      // Connections stay open, as in a busy instance.
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: DEADLINE_MS,
      query_timeout: DEADLINE_MS,
    });
  const select = `select version${holdMs ? `, pg_sleep(${holdMs / 1000})` : ""} from product where sku = $1`;
  const primary = pool(primaryUrl);
  const replicas = replicaUrls.map(pool);
  let turn = Math.floor(Math.random() * 1000);
  for (const one of [primary, ...replicas]) one.on("error", () => {});
  return {
    async read(sku) {
      const at = turn++ % Math.max(1, replicas.length);
      const { rows } = await (replicas[at] ?? primary).query(select, [sku]);
      return { version: rows[0]?.version ?? 0, source: replicas[at] ? `replica ${at + 1}` : "primary" };
    },
    async write(sku) {
      const { rows } = await primary.query(
        "update product set version = version + 1 where sku = $1 returning version",
        [sku],
      );
      return rows[0]?.version ?? 0;
    },
  };
}
