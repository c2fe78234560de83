import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isConnectionFailure, ServiceError } from "../api/error.ts";
import type { Timeouts } from "../api/limits.ts";
import { query } from "./pool.ts";
import type { BorrowedSession, Sessions } from "./sessions.ts";

export interface Transactions {
  /** Begins a transaction whose statements run as the database role `role`, or as the user of the pool. */
  begin(role?: string): Promise<string>;
  /** Runs `work` on the transaction's session. Refuses a second call at the same time. */
  use<T>(id: string, work: (borrowed: BorrowedSession) => Promise<T>): Promise<T>;
  end(id: string, how: "COMMIT" | "ROLLBACK"): Promise<void>;
  rollbackAll(): Promise<void>;
  /** How many transactions are open, and how old the oldest one is. */
  describe(): string;
}

interface Transaction {
  borrowed: BorrowedSession;
  since: number;
  busy: boolean;
  idle: NodeJS.Timeout;
}

/** The open transactions, each on its own session. One that is idle for too long, or too old, is rolled back. */
export function createTransactions(sessions: Sessions, timeouts: Timeouts): Transactions {
  const open = new Map<string, Transaction>();

  async function begin(role?: string): Promise<string> {
    const borrowed = await sessions.borrow(describe, role);
    try {
      await borrowed.session.query(query("BEGIN"));
    } catch (error) {
      sessions.giveBack({ ...borrowed, discard: true });
      throw error;
    }
    const id = randomBytes(96).toString("base64");
    const idle = setTimeout(() => expire(id), timeouts.transactionIdleMs).unref();
    open.set(id, { borrowed, since: Date.now(), busy: false, idle });
    return id;
  }

  async function use<T>(id: string, work: (borrowed: BorrowedSession) => Promise<T>): Promise<T> {
    const transaction = await reserve(id);
    try {
      return await work(transaction.borrowed);
    } catch (error) {
      if (isConnectionFailure(error)) forget(id, transaction);
      throw error;
    } finally {
      transaction.busy = false;
      transaction.idle.refresh();
    }
  }

  async function end(id: string, how: "COMMIT" | "ROLLBACK"): Promise<void> {
    await finish(id, await reserve(id), how);
  }

  async function reserve(id: string): Promise<Transaction> {
    const transaction = open.get(id);
    if (!transaction) throw notFound(id);
    if (transaction.busy) throw stillRunning();
    if (Date.now() - transaction.since > timeouts.transactionAgeMs) {
      expire(id);
      throw notFound(id);
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
    finish(id, transaction, "ROLLBACK").catch(() => {});
  }

  async function finish(id: string, transaction: Transaction, how: "COMMIT" | "ROLLBACK"): Promise<void> {
    const { borrowed } = transaction;
    try {
      const { command } = await borrowed.session.query(query(how));
      if (how === "COMMIT" && command === "ROLLBACK") throw failedCommit();
    } catch (error) {
      if (isConnectionFailure(error)) borrowed.discard = true;
      throw error;
    } finally {
      forget(id, transaction);
    }
  }

  function forget(id: string, { borrowed, idle }: Transaction): void {
    if (!open.delete(id)) return;
    clearTimeout(idle);
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

  return { begin, use, end, rollbackAll, describe };
}

const notFound = (id: string) =>
  new ServiceError("TransactionNotFoundException", `Transaction ${id} is not found`);
const stillRunning = () => new ServiceError("DatabaseErrorException", "Transaction is still running a query");
const failedCommit = () =>
  new ServiceError(
    "DatabaseErrorException",
    "ERROR: The database returned ROLLBACK, so the transaction cannot be committed; SQLState: 25P02",
  );
