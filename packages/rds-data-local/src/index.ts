import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AccessOptions } from "./api/access.ts";
import { ServiceError } from "./api/error.ts";
import { createFaults, type Fault } from "./api/faults.ts";
import { type Call, createHandler } from "./api/handler.ts";
import { TIMEOUTS, type Timeouts } from "./api/limits.ts";
import { createOperations } from "./api/operations.ts";
import type { Pool } from "./session/pool.ts";
import { createSessions, type Sessions } from "./session/sessions.ts";
import { createTransactions } from "./session/transactions.ts";

export type { Call, Fault, Pool, Timeouts };

export interface DataApiOptions extends AccessOptions {
  /** A `pg.Pool`, or anything with the same interface. The caller ends it. */
  pool: Pool;
  /**
   * The databases by name. Calls that name another one get a DatabaseNotFoundException. Calls without a name use `pool`. Without
   * this option, every call uses `pool`.
   */
  databases?: Record<string, Pool>;
  /** Behaves as the service where it loses data or misreads SQL, and warns. True by default; false is friendlier. */
  strict?: boolean;
  /** Refuses rows over 64 KB. */
  limitRows?: boolean;
  /** Shorter limits, for a test. */
  timeouts?: Partial<Timeouts>;
  /** Host headers to accept besides the endpoint's own, such as the name of a container. */
  allowedHosts?: string[];
  /** Called once for every call. */
  log?: (call: Call) => void;
  /** Called with a sentence about a call that behaves in an unexpected way. `console.warn` by default. */
  warn?: (message: string) => void;
  /** What `GET /health` answers: 200 or 503. */
  isReady?: () => boolean;
}

export interface DataApi {
  /** Resolves to the endpoint's URL. Port 0, the default, takes a free port. The default host is 127.0.0.1. */
  listen(port?: number, host?: string): Promise<string>;
  /** Stops answering, and rolls back the open transactions. */
  close(): Promise<void>;
  /** Makes the next calls fail. */
  failNext(fault: Fault): void;
  /** Removes every fault that no call has taken yet. */
  clearFaults(): void;
}

const CLOSE_WITHIN_MS = 2_000;

/** An HTTP server that speaks the RDS Data API for Aurora PostgreSQL over the given pool. */
export function createDataApi(options: DataApiOptions): DataApi {
  const {
    strict = true,
    limitRows = false,
    allowedHosts = [],
    log = () => {},
    warn = (message) => console.warn(`rds-data-local: ${message}`),
    isReady = () => true,
  } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const faults = createFaults();
  const transactions = createTransactions({ timeouts, strict, warn });
  const sessionsOf = sessionsByName(options, timeouts);
  const operations = createOperations({
    sessionsOf,
    transactions,
    timeouts,
    access: options,
    strict,
    limitRows,
    warn,
  });
  let listensOn: string | undefined;
  const server = createServer(
    createHandler({ operations, faults, log, host: () => listensOn, allowedHosts, isReady }),
  );
  // Longer than clients keep an idle connection, so that no request arrives while the server closes it.
  server.keepAliveTimeout = 65_000;

  function listen(port = 0, host = "127.0.0.1"): Promise<string> {
    listensOn = host;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => {
        server.off("error", reject);
        const { port: taken } = server.address() as AddressInfo;
        resolve(`http://${host.includes(":") ? `[${host}]` : host}:${taken}`);
      });
    });
  }

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    // Running calls may finish, up to the deadline. A connection is idle after its last answer.
    const closeIdle = setInterval(() => server.closeIdleConnections(), 10);
    const deadline = setTimeout(() => server.closeAllConnections(), CLOSE_WITHIN_MS);
    await closed;
    clearInterval(closeIdle);
    clearTimeout(deadline);
    await transactions.rollbackAll();
  }

  return { listen, close, failNext: faults.add, clearFaults: faults.clear };
}

/** The sessions of each database. Databases that share a pool share its sessions. */
function sessionsByName({ pool, databases }: DataApiOptions, timeouts: Timeouts) {
  const byPool = new Map<Pool, Sessions>();

  function sessions(of: Pool): Sessions {
    const known = byPool.get(of) ?? createSessions(of, timeouts);
    byPool.set(of, known);
    return known;
  }

  return (name: string | undefined): Sessions => {
    if (!name || !databases) return sessions(pool);
    const named = Object.hasOwn(databases, name) ? databases[name] : undefined;
    if (named) return sessions(named);
    throw new ServiceError("DatabaseNotFoundException", `Database ${name} is not found`);
  };
}
