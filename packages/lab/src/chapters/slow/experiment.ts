import { setTimeout as sleep } from "node:timers/promises";
import { between, type Random } from "@myclothes/demo-catalogue/random";
import { startBalancer } from "../../runner/balancer.ts";
import { replace, startGroup } from "../../runner/group.ts";
import { call } from "../../runner/http.ts";
import { startOutside } from "./outside.ts";
import { startQueue } from "./queue.ts";
import { sendOrder } from "./sqs.ts";
import type { System } from "./systems.ts";
import { startWorkers } from "./workers.ts";

export interface Outcome {
  orders: number;
  /** Orders that are stored, and whose mail was never sent. */
  unsent: number;
  twice: number;
  /** Shoppers who got an error. */
  errors: number;
  workers: number;
  /** Milliseconds of the answered orders. */
  durations: number[];
}

/** Orders arrive faster than the provider's 25 mails a second. */
const ORDERS_PER_S = 40;
const KILLS = 3;

/** Shoppers order at a fixed rate, while instances and workers die. `programs`: the bundles of instance and worker. */
export async function order(
  programs: { instance: string; worker: string },
  system: System,
  orders: number,
  next: Random,
  broken = "",
): Promise<Outcome> {
  const outside = await startOutside();
  const queue = system.hasQueue ? await startQueue() : undefined;
  const address = queue && JSON.stringify({ url: queue.url, queueUrl: queue.queueUrl });
  const env = { LAB_OUTSIDE: outside.url, LAB_QUEUE: address ?? "", LAB_BROKEN: broken };
  const group = await startGroup(programs.instance, 2, env);
  const balancer = await startBalancer(() => group.instances);
  const workers = queue && startWorkers(programs.worker, queue, env);
  const durations: number[] = [];
  let errors = 0;
  let replacing = Promise.resolve();
  const moments = new Set(
    Array.from({ length: KILLS }, (_, kill) => Math.floor(((kill + next()) * orders) / (KILLS + 1)) + 1),
  );
  // Workers die while they send: right after a mail was accepted, others are on their way.
  outside.onMail((count) => moments.has(count) && workers?.kill());

  const shop = async (number: number) => {
    const since = performance.now();
    const reply = await call(`${balancer.url}/orders/o${number}`, {
      method: "POST",
      deadlineMs: 60_000,
    }).catch(() => undefined);
    if (reply?.status === 200) durations.push(performance.now() - since);
    else errors++;
  };
  const shopAll = async () => {
    const shopping: Promise<void>[] = [];
    const since = performance.now();
    for (let number = 1; number <= orders; number++) {
      shopping.push(shop(number));
      if (moments.has(number)) {
        replacing = replacing.then(async () => {
          const victim = group.instances[between(next, 0, group.instances.length - 1)];
          if (victim) await replace(group, victim);
        });
      }
      await sleep(Math.max(0, since + (1000 * number) / ORDERS_PER_S - performance.now()));
    }
    await Promise.all(shopping);
  };
  const unsent = () => [...outside.stored].filter((id) => !outside.mails.has(id));
  try {
    await shopAll();
    await replacing;
    if (queue) {
      // The sweep: events whose message never reached the queue are sent again, as this shop does every minute.
      if (broken !== "order") for (const id of unsent()) await sendOrder(queue.url, queue.queueUrl, id);
      await untilIdle(() => outside.mails.size);
    }
    return {
      orders: outside.stored.size,
      unsent: unsent().length,
      twice: [...outside.mails.values()].filter((times) => times > 1).length,
      errors,
      workers: workers?.peak() ?? 0,
      durations: durations.sort((a, b) => a - b),
    };
  } finally {
    await workers?.stop();
    await balancer.stop();
    await group.stop();
    await queue?.stop();
    await outside.stop();
  }

  /** Waits until all mails are sent, or none was sent for longer than a message can stay invisible. */
  async function untilIdle(sent: () => number): Promise<void> {
    const PATIENCE_MS = 15_000;
    let last = sent();
    let since = performance.now();
    while (unsent().length > 0 && performance.now() - since < PATIENCE_MS) {
      await sleep(50);
      if (sent() !== last) {
        last = sent();
        since = performance.now();
      }
    }
  }
}
