import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type Stripe from "stripe";
import { type Account, eventOf } from "./api/account.ts";
import { type Control, createControl, doDue } from "./control/control.ts";
import { createFaults } from "./control/faults.ts";
import { environmentOf, type Keys, localKeys } from "./env.ts";
import { createApi } from "./http/api.ts";
import { createHandler } from "./http/handler.ts";
import { createIdempotency, isRecent } from "./http/idempotency.ts";
import { openStore } from "./state/store.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

export type { Book, Control, Outcome } from "./control/control.ts";
export type { Fault } from "./control/faults.ts";
export { environmentOf, type Keys, localKeys, names } from "./env.ts";
export type { Delivery } from "./webhooks/delivery.ts";
export type { Script } from "./webhooks/webhooks.ts";

export interface StripeOptions {
  /** 0, the default, takes a free port of 127.0.0.1. */
  port?: number;
  /** Where the state is kept. Without it, the state is gone at the end. */
  folder?: string | undefined;
  /** Receives the webhooks. `endpoints` changes it later. */
  webhookUrl?: string | undefined;
  keys?: Keys;
  /** The time in milliseconds. The default is the machine's clock. */
  clock?: () => number;
  /** How long a bank needs to answer, 10 s by default. Null: it answers only when `settle` says so. */
  settleMs?: number | null;
  /** The pauses before a webhook is sent again. Stripe's own are hours. */
  retryMs?: number[];
}

export interface StripeServer extends Control {
  url: string;
  port: number;
  /** What a client needs in its environment. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

const EVENTS_MS = 30 * 24 * 60 * 60 * 1_000;
const RETRY_MS = [500, 2_000, 10_000, 30_000, 60_000];
const TICK_MS = 1_000;

/** Starts the part of Stripe that the shop uses. */
export async function startStripe(options: StripeOptions = {}): Promise<StripeServer> {
  const { port: wanted = 0, folder, webhookUrl, keys = localKeys, clock = Date.now } = options;
  const { settleMs = 10_000, retryMs = RETRY_MS } = options;

  // Stripe forgets keys after a day and events after 30.
  const isNeeded = (table: string, row: object) => {
    if (table === "answers") return isRecent((row as { at: number }).at, clock());
    if (table === "events") return clock() - (row as Stripe.Event).created * 1000 < EVENTS_MS;
    return true;
  };
  const store = openStore(folder, isNeeded);
  for (const { id, event } of store.deliveries.all()) {
    if (!store.events.get(event)) store.deliveries.remove(id);
  }
  const webhooks = createWebhooks({
    store,
    urls: webhookUrl ? [webhookUrl] : [],
    secret: keys.webhook,
    retryMs,
  });
  const faults = createFaults();
  const now = () => clock() + (store.clock.get("clock")?.offsetMs ?? 0);

  let request: Stripe.Event.Request | null = null;
  let url = "";
  const account: Account = {
    store,
    now,
    settleMs,
    url: () => url,
    emit(type, object, previous) {
      const event = eventOf(account, type, object, { previous, request });
      webhooks.plan(event);
      return event;
    },
  };
  const transact = (by: Stripe.Event.Request | null, work: () => void) => {
    try {
      // What was due before this request has happened before it.
      doDue(account);
      request = by;
      work();
    } finally {
      request = null;
      store.commit();
      webhooks.start();
    }
  };
  const advance = (ms: number) => {
    store.clock.put({ id: "clock", offsetMs: (store.clock.get("clock")?.offsetMs ?? 0) + ms });
    transact(null, () => {});
  };
  const control = createControl({ account, webhooks, faults, transact, advance });
  const idempotency = createIdempotency(store, now);
  const api = createApi({ account, keys, faults, idempotency, transact });

  const server = createServer(createHandler({ api, control, store }));
  // Longer than clients keep an idle connection, so that no request arrives while the server closes it.
  server.keepAliveTimeout = 65_000;
  await once(server.listen(wanted, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}`;
  transact(null, () => {});
  const tick = setInterval(() => transact(null, () => {}), TICK_MS);
  tick.unref();

  const stop = async () => {
    clearInterval(tick);
    webhooks.stop();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { ...control, url, port, env: environmentOf(url, keys), stop };
}
