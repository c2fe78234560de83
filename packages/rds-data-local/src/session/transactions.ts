import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { isConnectionFailure, ServiceError } from "../api/error.ts";
import type { Timeouts } from "../api/limits.ts";
import { query } from "./pool.ts";
import type { BorrowedSession, Holders, Sessions } from "./sessions.ts";

export interface Transactions extends Holders {
  /** Begins a transaction whose statements run as the database role `role`, or as the user of the pool. */
  begin(sessions: Sessions, role?: string): Promise<string>;
  /** Runs `work` on the transaction's session. Refuses a second call at the same time. */
  use<T>(id: string, work: (borrowed: BorrowedSession) => Promise<T>): Promise<T>;
  end(id: string, how: "COMMIT" | "ROLLBACK"): Promise<void>;
  rollbackAll(): Promise<void>;
}

interface Transaction {
  sessions: Sessions;
  borrowed: BorrowedSession;
  since: number;
  lastUse: number;
  busy: boolean;
  reported: boolean;
  idle: NodeJS.Timeout;
}

export interface TransactionOptions {
  timeouts: Timeouts;
  /** Without it, the commit of a failed transaction is refused. */
  strict: boolean;
  warn: (message: string) => void;
}

/** The open transactions, each on its own session. One that is idle for too long, or too old, is rolled back. */
export function createTransactions({ timeouts, strict, warn }: TransactionOptions): Transactions {
  const open = new Map<string, Transaction>();
  const ended = new Map<string, string>();

  async function begin(sessions: Sessions, role?: string): Promise<string> {
    const borrowed = await sessions.borrow({ describe, endIdle }, role);
    try {
      await borrowed.session.query(query("BEGIN"));
    } catch (error) {
      sessions.giveBack({ ...borrowed, discard: true });
      throw error;
    }
    const id = randomBytes(96).toString("base64");
    const idle = setTimeout(() => expire(id), timeouts.transactionIdleMs).unref();
    const now = Date.now();
    open.set(id, { sessions, borrowed, since: now, lastUse: now, busy: false, reported: false, idle });
    return id;
  }

  async function use<T>(id: string, work: (borrowed: BorrowedSession) => Promise<T>): Promise<T> {
    const transaction = await reserve(id);
    try {
      const result = await work(transaction.borrowed);
      await readWaitingRequests();
      return result;
    } catch (error) {
      if (isConnectionFailure(error)) forget(id, transaction, ABORTED);
      throw error;
    } finally {
      transaction.busy = false;
      transaction.lastUse = Date.now();
      transaction.idle.refresh();
    }
  }

  async function end(id: string, how: "COMMIT" | "ROLLBACK"): Promise<void> {
    await finish(id, await reserve(id), how, ENDED);
  }

  async function reserve(id: string): Promise<Transaction> {
    const transaction = open.get(id);
    if (!transaction) throw notFound(id, ended.get(id) ?? EXPIRED);
    if (transaction.busy) throw stillRunning();
    if (Date.now() - transaction.since > timeouts.transactionAgeMs) {
      expire(id);
      throw notFound(id, EXPIRED);
    }
    transaction.busy = true;
    // A local database is so fast that two calls at once would not overlap. This pause lets the second one be refused.
    await pause(1);
    return transaction;
  }

  function expire(id: string): void {
    const transaction = open.get(id);
    if (!transaction || transaction.busy) return;
    transaction.busy = true;
    finish(id, transaction, "ROLLBACK", EXPIRED).catch(() => {});
  }

  async function finish(
    id: string,
    transaction: Transaction,
    how: "COMMIT" | "ROLLBACK",
    cause: string,
  ): Promise<void> {
    const { borrowed } = transaction;
    try {
      const { command } = await borrowed.session.query(query(how));
      if (how === "COMMIT" && command === "ROLLBACK") loseFailed(id);
    } catch (error) {
      if (isConnectionFailure(error)) borrowed.discard = true;
      throw error;
    } finally {
      forget(id, transaction, cause);
    }
  }

  function loseFailed(id: string): void {
    if (!strict) throw failedCommit();
    warn(
      `AWS would lose this: transaction ${shorten(id)} was committed after a failed statement, so nothing of it is stored, but the answer is "Transaction Committed"`,
    );
  }

  function forget(id: string, { sessions, borrowed, idle }: Transaction, cause: string): void {
    if (!open.delete(id)) return;
    clearTimeout(idle);
    ended.set(id, cause);
    if (ended.size > REMEMBERED) ended.delete(ended.keys().next().value ?? "");
    sessions.giveBack(borrowed);
  }

  async function rollbackAll(): Promise<void> {
    await Promise.allSettled([...open.keys()].map((id) => end(id, "ROLLBACK")));
  }

  function describe(): string {
    if (open.size === 0) return "and no transaction is open";
    const oldest = Math.max(...[...open.values()].map(({ since }) => Date.now() - since));
    return `${open.size} transaction(s) are open, the oldest for ${oldest} ms`;
  }

  function endIdle(): void {
    for (const [id, transaction] of open) {
      const idleMs = transaction.busy ? 0 : Date.now() - transaction.lastUse;
      const limitMs = timeouts.transactionBlockingMs;
      if (idleMs >= limitMs) expire(id);
      else if (idleMs >= Math.min(REPORT_MS, limitMs / 2) && !transaction.reported) {
        transaction.reported = true;
        warn(
          `transaction ${shorten(id)} has been idle for ${idleMs} ms while another call waits for its session: it is rolled back after ${limitMs} ms`,
        );
      }
    }
  }

  return { begin, use, end, rollbackAll, describe, endIdle };
}

const REMEMBERED = 1_000;
const REPORT_MS = 1_000;

/** The start of a transaction's id, for people. */
export const shorten = (id: string): string => id.slice(0, 8);

/**
 * Gives a call that arrived during this one the time to be read, so that it is refused: one turn of the event loop accepts its
 * connection, one reads the request, and one calls its handler.
 */
async function readWaitingRequests(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await nextTurn();
}

const EXPIRED = "Transaction may be expired.";
const ENDED = "One previous call resulted in a termination of your transaction.";
const ABORTED = "Transaction has been aborted due to an error from a previous call.";

const notFound = (id: string, cause: string) =>
  new ServiceError("TransactionNotFoundException", `Transaction ${id} is not found. ${cause}`);
const stillRunning = () => new ServiceError("DatabaseErrorException", "Transaction is still running a query");
const failedCommit = () =>
  new ServiceError(
    "DatabaseErrorException",
    "ERROR: The database returned ROLLBACK, so the transaction cannot be committed; SQLState: 25P02",
  );
