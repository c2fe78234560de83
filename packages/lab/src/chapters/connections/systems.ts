import { startDataApi } from "../../engines/data-api.ts";
import { HOW_TO_GET_PGBOUNCER, hasPgbouncer, startPgbouncer } from "../../engines/pgbouncer.ts";

/** The database's connections that a proxy or the Data API may use. */
export const SHARED = 20;

export interface System {
  key: string;
  name: string;
  what: string;
  /** Requests that an instance serves at the same time. */
  requests: number;
  env: NodeJS.ProcessEnv;
  /** What stands between the instances and the database. Without its limit, it refuses what it should queue. */
  start?: (databaseUrl: string, hasLimit: boolean) => Promise<{ url: string; stop(): Promise<void> }>;
  missing?: () => string | undefined;
}

const dataApi = (databaseUrl: string, hasLimit: boolean) => {
  const flags = ["--url-env", "DATABASE_URL", "--connections", String(hasLimit ? SHARED : 1_000)];
  return startDataApi(flags, { DATABASE_URL: databaseUrl });
};

export const systems: System[] = [
  {
    key: "pool",
    name: "a pool in each instance",
    what: "each instance serves 10 requests at the same time, with 10 connections of its own",
    requests: 10,
    env: { LAB_CONNECTIONS: "10" },
  },
  {
    key: "single",
    name: "one connection in each instance",
    what: "as on Lambda, where an instance serves one request at a time",
    requests: 1,
    env: { LAB_CONNECTIONS: "1" },
  },
  {
    key: "proxy",
    name: "a proxy",
    what: "the same pools, but they end at PgBouncer, which lends 20 connections for a transaction each, as RDS Proxy does",
    requests: 10,
    env: { LAB_CONNECTIONS: "10" },
    start: (url, hasLimit) => startPgbouncer(url, SHARED, hasLimit ? 1_000 : SHARED),
    missing: () => (hasPgbouncer() ? undefined : HOW_TO_GET_PGBOUNCER),
  },
  {
    key: "data-api",
    name: "the Data API",
    what: "instances send HTTPS requests and have no connection; the API keeps 20, as in this shop",
    requests: 10,
    env: { LAB_DATA_API: "1" },
    start: dataApi,
  },
];
