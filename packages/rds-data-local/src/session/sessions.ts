import { ServiceError } from "../api/error.ts";
import type { Timeouts } from "../api/limits.ts";
import { type Pool, query, type Session } from "./pool.ts";
import { withTimeout } from "./timeout.ts";

/** A session that one caller uses. With `discard`, its connection is closed afterwards and not used again. */
export interface BorrowedSession {
  session: Session;
  discard: boolean;
}

export interface Sessions {
  /** Waits for a free session, up to `acquireMs`. `describeUse` tells the error who uses the sessions. */
  borrow(describeUse: () => string): Promise<BorrowedSession>;
  giveBack(borrowed: BorrowedSession): void;
}

/** Lends the sessions of a pool. Each is set up once: UTC, ISO dates, and the statement timeout. */
export function createSessions(pool: Pool, timeouts: Timeouts): Sessions {
  const ready = new WeakSet<Session>();

  async function borrow(describeUse: () => string): Promise<BorrowedSession> {
    const session = await connectInTime(pool, timeouts.acquireMs, describeUse);
    if (!ready.has(session)) {
      await setUp(session, timeouts.statementMs);
      ready.add(session);
    }
    return { session, discard: false };
  }

  return { borrow, giveBack: ({ session, discard }) => session.release(discard) };
}

function connectInTime(pool: Pool, ms: number, describeUse: () => string): Promise<Session> {
  const connecting = pool.connect();
  return withTimeout(connecting, ms, () => {
    connecting.then((session) => session.release()).catch(() => {});
    return noSession(ms, describeUse());
  });
}

function noSession(ms: number, use: string): ServiceError {
  return new ServiceError(
    "DatabaseErrorException",
    `ERROR: no database session was free for ${ms} ms, ${use}; Hint: end transactions sooner, and await nothing outside a transaction while it is open; SQLState: 53300`,
  );
}

async function setUp(session: Session, statementMs: number): Promise<void> {
  // Without a listener, a lost idle connection would end the process. The next query on it fails anyway.
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
