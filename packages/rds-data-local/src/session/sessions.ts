import { ServiceError } from "../api/error.ts";
import type { Timeouts } from "../api/limits.ts";
import { type Pool, type Query, query, type Session } from "./pool.ts";
import { withTimeout } from "./timeout.ts";

/** A session that one caller uses. With `discard`, its connection is closed afterwards and not used again. */
export interface BorrowedSession {
  session: Session;
  discard: boolean;
}

/** The transactions that hold sessions while a call waits for one. */
export interface Holders {
  /** Tells an error who uses the sessions. */
  describe(): string;
  /** Ends transactions that keep a call waiting for no reason. Called again and again while it waits. */
  endIdle(): void;
}

export interface Sessions {
  /**
   * Waits for a free session, up to `acquireMs`. Its statements run as the database role `role`, or as the user of the pool.
   */
  borrow(holders: Holders, role?: string): Promise<BorrowedSession>;
  giveBack(borrowed: BorrowedSession): void;
}

/** The name by which PostgreSQL gives a session the rights of its own user back. */
const OWN_USER = "none";

/**
 * Lends the sessions of a pool. Each is set up once: UTC, ISO dates, and the statement timeout. A session keeps its role until it
 * is lent for another one.
 */
export function createSessions(pool: Pool, timeouts: Timeouts): Sessions {
  /** The roles of the sessions that are set up. */
  const roles = new WeakMap<Session, string>();

  async function borrow(holders: Holders, role = OWN_USER): Promise<BorrowedSession> {
    const session = await connectInTime(pool, timeouts.acquireMs, holders);
    const current = roles.get(session);
    if (current === undefined) {
      // Without a listener, a lost idle connection would end the process. The next query on it fails anyway.
      session.on?.("error", () => {});
      await configure(session, query(SET_UP, [String(timeouts.statementMs), role]), role);
    } else if (current !== role) await configure(session, query(SET_ROLE, [role]), role);
    roles.set(session, role);
    return { session, discard: false };
  }

  return { borrow, giveBack: ({ session, discard }) => session.release(discard) };
}

const LOOK_EVERY_MS = 200;

async function connectInTime(pool: Pool, ms: number, holders: Holders): Promise<Session> {
  const connecting = pool.connect();
  const looking = setInterval(holders.endIdle, LOOK_EVERY_MS);
  try {
    return await withTimeout(connecting, ms, () => {
      connecting.then((session) => session.release()).catch(() => {});
      return noSession(ms, holders.describe());
    });
  } finally {
    clearInterval(looking);
  }
}

function noSession(ms: number, use: string): ServiceError {
  return new ServiceError(
    "DatabaseErrorException",
    `ERROR: no database session was free for ${ms} ms, ${use}; Hint: end transactions sooner, and await nothing outside a transaction while it is open; SQLState: 53300`,
  );
}

async function configure(session: Session, settings: Query, role: string): Promise<void> {
  try {
    await session.query(settings);
  } catch (error) {
    session.release(true);
    throw (error as { code?: string }).code === INVALID_VALUE ? cannotLogIn(role) : error;
  }
}

/** PostgreSQL's code for a role that does not exist. */
const INVALID_VALUE = "22023";

const cannotLogIn = (role: string) =>
  new ServiceError(
    "DatabaseErrorException",
    `FATAL: password authentication failed for user "${role}"; SQLState: 28P01`,
  );

const SET_ROLE = "select set_config('role', $1, false)";

const SET_UP = `select set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO, MDY', false),
  set_config('bytea_output', 'hex', false), set_config('extra_float_digits', '1', false),
  set_config('statement_timeout', $1, false), set_config('role', $2, false)`;
