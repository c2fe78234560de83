import { ServiceError } from "../api/error.ts";
import type { Timeouts } from "../api/limits.ts";
import { type Pool, query, type Session } from "./pool.ts";
import { withTimeout } from "./timeout.ts";

/** A session lent to one caller. Once spoiled, the connection is not handed to the next. */
export interface Lease {
  session: Session;
  spoiled: boolean;
}

export interface Leases {
  /** Waits for a free session, up to `acquireMs`. `holders` tells the error who holds the sessions. */
  take(holders: () => string): Promise<Lease>;
  giveBack(lease: Lease): void;
}

/** Lends the pool's connections. Each is set up once: UTC, ISO dates, and the statement timeout. */
export function createLeases(pool: Pool, timeouts: Timeouts): Leases {
  const ready = new WeakSet<Session>();

  async function take(holders: () => string): Promise<Lease> {
    const session = await connectInTime(pool, timeouts.acquireMs, holders);
    if (!ready.has(session)) {
      await setUp(session, timeouts.statementMs);
      ready.add(session);
    }
    return { session, spoiled: false };
  }

  return { take, giveBack: ({ session, spoiled }) => session.release(spoiled) };
}

function connectInTime(pool: Pool, ms: number, holders: () => string): Promise<Session> {
  const connecting = pool.connect();
  return withTimeout(connecting, ms, () => {
    connecting.then((session) => session.release()).catch(() => {});
    return noSession(ms, holders());
  });
}

function noSession(ms: number, holders: string): ServiceError {
  return new ServiceError(
    "DatabaseErrorException",
    `ERROR: no database session was free for ${ms} ms, ${holders}; Hint: end transactions sooner, and await nothing outside a transaction while it is open; SQLState: 53300`,
  );
}

async function setUp(session: Session, statementMs: number): Promise<void> {
  // Without a listener, the loss of an idle connection would end the process. The next query on it fails anyway.
  session.on?.("error", () => {});
  try {
    await session.query(query(SET_UP, [String(statementMs)]));
  } catch (error) {
    session.release(true);
    throw error;
  }
}

const SET_UP = `select set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, MDY', false),
  set_config('bytea_output', 'hex', false), set_config('statement_timeout', $1, false)`;
