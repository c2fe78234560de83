import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFaults, type Fault } from "./api/faults.ts";
import { type Call, createHandler } from "./api/handler.ts";
import { TIMEOUTS, type Timeouts } from "./api/limits.ts";
import { createOperations } from "./api/operations.ts";
import type { Pool } from "./session/pool.ts";
import { createSessions } from "./session/sessions.ts";
import { createTransactions } from "./session/transactions.ts";

export type { Call, Fault, Pool, Timeouts };

export interface DataApiOptions {
  /** A `pg.Pool`, or anything with the same interface. The caller ends it. */
  pool: Pool;
  /** The database role of each secret, by its ARN. Calls with another secret run as the user of the pool. */
  secrets?: Record<string, string>;
  /** Shorter limits, for a test. */
  timeouts?: Partial<Timeouts>;
  /** Called once for every call. */
  log?: (call: Call) => void;
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
export function createDataApi({ pool, secrets = {}, timeouts, log = () => {} }: DataApiOptions): DataApi {
  const limits = { ...TIMEOUTS, ...timeouts };
  const faults = createFaults();
  const sessions = createSessions(pool, limits);
  const transactions = createTransactions(sessions, limits);
  const operations = createOperations(sessions, transactions, limits, secrets);
  let listensOn: string | undefined;
  const server = createServer(createHandler({ operations, faults, log, host: () => listensOn }));
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
