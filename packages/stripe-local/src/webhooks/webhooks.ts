import type Stripe from "stripe";
import { newId } from "../state/id.ts";
import type { Store } from "../state/store.ts";
import type { Delivery } from "./delivery.ts";
import { randomNumbers, shuffled } from "./random.ts";
import { isAccepted, type Signing, send } from "./send.ts";

/** What happens to new events on their way. Probabilities are from 0 to 1. */
export interface Script {
  /** The probability that an event is never sent. */
  drop?: number;
  /** The probability that an event is sent twice. */
  duplicate?: number;
  /** Each delivery waits for a random time up to this one, so later events overtake earlier ones. */
  delayMs?: number;
  /** Events wait until `release`. */
  hold?: boolean;
  seed?: number;
}

export interface Webhooks {
  script(script: Script): void;
  endpoints(urls: string[]): void;
  /** Stores how the event will be delivered. `start` begins. */
  plan(event: Stripe.Event): void;
  start(): void;
  /** Sends the held events, in this order. Each one waits for the answer to the one before. */
  release(order: "created" | "reversed" | "shuffled"): Promise<void>;
  /** Sends an event again, whatever became of it. Resolves with the answer's status, or null without an answer. */
  resend(event: string, signing?: Partial<Signing>): Promise<number | null>;
  /** Resolves when no delivery is on its way. Held ones are not. */
  idle(): Promise<void>;
  stop(): void;
}

export interface WebhookOptions {
  store: Store;
  urls: string[];
  secret: string;
  /** The pauses before the attempts after the first one. */
  retryMs: number[];
}

export function createWebhooks({ store, urls, secret, retryMs }: WebhookOptions): Webhooks {
  let script: Script = {};
  let random = randomNumbers(1);
  let targets = urls;
  let stopped = false;
  const fresh: [Delivery, number][] = [];
  const timers = new Set<NodeJS.Timeout>();
  const underWay = new Set<Promise<void>>();

  const later = (ms: number, work: () => Promise<void>): void => {
    const promise = new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work().then(resolve, resolve);
      }, ms);
      timers.add(timer);
    });
    underWay.add(promise);
    promise.then(() => underWay.delete(promise));
  };

  async function attempt(delivery: Delivery): Promise<void> {
    const event = store.events.get(delivery.event);
    if (!event || stopped) return;
    const result = await send(delivery.url, event, { secret });
    if (stopped) return;
    delivery.attempts.push(result);
    const pause = retryMs[delivery.attempts.length - 1];
    if (isAccepted(result)) {
      delivery.status = "delivered";
      event.pending_webhooks = Math.max(0, event.pending_webhooks - 1);
      store.events.put(event);
    } else if (pause === undefined) delivery.status = "failed";
    else later(pause, () => attempt(delivery));
    store.deliveries.put(delivery);
    store.commit();
  }

  function plan(event: Stripe.Event): void {
    event.pending_webhooks = targets.length;
    store.events.put(event);
    for (const url of targets) {
      const isDropped = random() < (script.drop ?? 0);
      const copies = random() < (script.duplicate ?? 0) ? 2 : 1;
      for (let copy = 0; copy < (isDropped ? 1 : copies); copy++) {
        const status = isDropped ? "dropped" : script.hold ? "held" : "pending";
        const base = { id: newId("whd"), event: event.id, type: event.type, url };
        const delivery = store.deliveries.put({ ...base, status, attempts: [] });
        if (status === "pending") fresh.push([delivery, random() * (script.delayMs ?? 0)]);
      }
    }
  }

  // What an earlier run did not finish.
  for (const delivery of store.deliveries.all()) {
    if (delivery.status === "pending") fresh.push([delivery, 0]);
  }

  return {
    script(next) {
      script = next;
      random = randomNumbers(next.seed ?? 1);
    },
    endpoints(next) {
      targets = next;
    },
    plan,
    start() {
      for (const [delivery, ms] of fresh.splice(0)) later(ms, () => attempt(delivery));
    },
    async release(order) {
      const held = store.deliveries.all().filter(({ status }) => status === "held");
      const ordered =
        order === "created" ? held : order === "reversed" ? held.reverse() : shuffled(held, random);
      for (const delivery of ordered) store.deliveries.put(delivery).status = "pending";
      store.commit();
      for (const delivery of ordered) await attempt(delivery);
    },
    async resend(id, signing = {}) {
      const event = store.events.get(id);
      if (!event) throw new Error(`There is no event ${id}.`);
      const [url = ""] = targets;
      const result = await send(url, event, { secret, ...signing });
      store.deliveries.put({
        id: newId("whd"),
        event: id,
        type: event.type,
        url,
        status: isAccepted(result) ? "delivered" : "failed",
        attempts: [result],
      });
      store.commit();
      return result.status;
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
