import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { isConnectionFailure, ServiceError } from "../api/error.ts";
import type { Timeouts } from "../api/limits.ts";
import type { Lease, Leases } from "./leases.ts";
import { query } from "./pool.ts";

export interface Transactions {
  begin(): Promise<string>;
  /** Lends the transaction's session for one call. A second call at the same time is refused. */
  use<T>(id: string, work: (lease: Lease) => Promise<T>): Promise<T>;
  end(id: string, how: "COMMIT" | "ROLLBACK"): Promise<void>;
  rollbackAll(): Promise<void>;
  /** Says how many are open and how old the oldest is. */
  describe(): string;
}

interface Transaction {
  lease: Lease;
  since: number;
  busy: boolean;
  idle: NodeJS.Timeout;
}

/** Holds the open transactions, each on a session of its own. Rolls one back when it is idle for too long, or too old. */
export function createTransactions(leases: Leases, timeouts: Timeouts): Transactions {
  const open = new Map<string, Transaction>();

  async function begin(): Promise<string> {
    const lease = await leases.take(describe);
    try {
      await lease.session.query(query("BEGIN"));
    } catch (error) {
      leases.giveBack({ ...lease, spoiled: true });
      throw error;
    }
    const id = randomBytes(96).toString("base64");
    const idle = setTimeout(() => expire(id), timeouts.transactionIdleMs).unref();
    open.set(id, { lease, since: Date.now(), busy: false, idle });
    return id;
  }

  async function use<T>(id: string, work: (lease: Lease) => Promise<T>): Promise<T> {
    const transaction = await claim(id);
    try {
      return await work(transaction.lease);
    } catch (error) {
      if (isConnectionFailure(error)) forget(id, transaction);
      throw error;
    } finally {
      transaction.busy = false;
      transaction.idle.refresh();
    }
  }

  async function end(id: string, how: "COMMIT" | "ROLLBACK"): Promise<void> {
    await finish(id, await claim(id), how);
  }

  async function claim(id: string): Promise<Transaction> {
    const transaction = open.get(id);
    if (!transaction) throw notFound(id);
    if (transaction.busy) throw stillRunning();
    if (Date.now() - transaction.since > timeouts.transactionAgeMs) {
      expire(id);
      throw notFound(id);
    }
    transaction.busy = true;
    // A local database answers so fast that two calls at once would not overlap. This pause lets the second be refused.
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
    const { lease } = transaction;
    try {
      const { command } = await lease.session.query(query(how));
      if (how === "COMMIT" && command === "ROLLBACK") throw silentRollback();
    } catch (error) {
      if (isConnectionFailure(error)) lease.spoiled = true;
      throw error;
    } finally {
      forget(id, transaction);
    }
  }

  function forget(id: string, { lease, idle }: Transaction): void {
    if (!open.delete(id)) return;
    clearTimeout(idle);
    leases.giveBack(lease);
  }

  async function rollbackAll(): Promise<void> {
    await Promise.allSettled([...open.keys()].map((id) => end(id, "ROLLBACK")));
  }

  function describe(): string {
    if (open.size === 0) return "and no transaction is open";
    const oldest = Math.max(...[...open.values()].map(({ since }) => Date.now() - since));
    return `${open.size} transaction(s) being open, the oldest for ${oldest} ms`;
  }

  return { begin, use, end, rollbackAll, describe };
}

const notFound = (id: string) =>
  new ServiceError("TransactionNotFoundException", `Transaction ${id} is not found`);
const stillRunning = () => new ServiceError("DatabaseErrorException", "Transaction is still running a query");
const silentRollback = () =>
  new ServiceError(
    "DatabaseErrorException",
    "ERROR: The database returned ROLLBACK, so the transaction cannot be committed; SQLState: 25P02",
  );
