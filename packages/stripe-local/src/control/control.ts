import type Stripe from "stripe";
import type { Account } from "../api/account.ts";
import { authenticate, cancelIntent, settle } from "../api/payments.ts";
import { settleRefund } from "../api/refunds.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { Faults } from "./faults.ts";

export type Outcome = "succeeded" | "failed";

/** What the provider has really taken and given back for an intent. */
export interface Book {
  id: string;
  status: Stripe.PaymentIntent.Status;
  currency: string;
  amount: number;
  captured: number;
  refunded: number;
  metadata: Record<string, string>;
}

/** What a test or a script may do. Each function is also a route under `/_control`. */
export interface Control extends Omit<Webhooks, "plan" | "start" | "stop"> {
  fail: Faults["add"];
  clearFaults: Faults["clear"];
  /** The shopper authenticates, or fails to. */
  authenticate(intent: string, outcome: Outcome): void;
  /** The bank answers to a payment (`pi_…`) or a refund (`re_…`). */
  settle(id: string, outcome: Outcome): void;
  /** Moves the clock forward, and does what is due. */
  advance(ms: number): void;
  books(): Book[];
  deliveries(): Delivery[];
}

export interface ControlOptions {
  account: Account;
  webhooks: Webhooks;
  faults: Faults;
  transact: (request: null, work: () => void) => void;
  advance: (ms: number) => void;
}

export function createControl({ account, webhooks, faults, transact, advance }: ControlOptions): Control {
  const { store } = account;
  const find = <Row>(row: Row | undefined, id: string): Row => {
    if (!row) throw new Error(`There is no ${id}.`);
    return row;
  };
  const { plan: _, start: __, stop: ___, ...deliveries } = webhooks;
  return {
    ...deliveries,
    fail: faults.add,
    clearFaults: faults.clear,
    authenticate(id, outcome) {
      const intent = find(store.intents.get(id), id);
      transact(null, () => authenticate(account, intent, outcome === "succeeded"));
    },
    settle(id, outcome) {
      const refund = store.refunds.get(id);
      const intent = store.intents.get(id);
      transact(null, () => {
        if (refund) settleRefund(account, refund, outcome);
        else settle(account, find(intent, id), outcome);
      });
    },
    advance,
    books: () => books(account),
    deliveries: () => store.deliveries.all(),
  };
}

/** Does all tasks that are due. */
export function doDue(account: Account): void {
  const due = account.store.tasks.all().filter((task) => task.due !== null && task.due <= account.now());
  for (const { id, kind, outcome } of due) {
    account.store.tasks.remove(id);
    const [intent, refund] = [account.store.intents.get(id), account.store.refunds.get(id)];
    if (kind === "refund" && refund) settleRefund(account, refund, outcome);
    if (kind === "payment" && intent) settle(account, intent, outcome);
    if (kind === "expiry" && intent) expire(account, intent);
  }
}

/** The reservation on the card has ended: the intent is canceled. */
function expire(account: Account, intent: Stripe.PaymentIntent): void {
  if (intent.status !== "requires_capture") return;
  const charge = account.store.charges.get(intent.latest_charge as string);
  if (charge) account.emit("charge.expired", charge);
  cancelIntent(account, intent, "automatic");
}

function books({ store }: Account): Book[] {
  const refunded = new Map<string, number>();
  for (const { id, payment_intent, amount, status } of store.refunds.all()) {
    if (store.releases.get(id) || status === "failed" || status === "canceled") continue;
    const intent = payment_intent as string;
    refunded.set(intent, (refunded.get(intent) ?? 0) + amount);
  }
  return store.intents.all().map(({ id, status, currency, amount, amount_received, metadata }) => ({
    id,
    status,
    currency,
    amount,
    captured: amount_received,
    refunded: refunded.get(id) ?? 0,
    metadata,
  }));
}
