import { setTimeout as sleep } from "node:timers/promises";

/** What goes wrong with the next calls of a route. */
export interface Fault {
  /** Such as `POST /v1/refunds` or `POST /v1/payment_intents/:id/cancel`. Without it: any route. */
  route?: string;
  /** How many calls, 1 by default. */
  times?: number;
  /** The answer, such as 500, 503, 429 or 409. */
  status?: number;
  /** The connection is reset instead of an answer. */
  reset?: boolean;
  /** The call takes this much longer. */
  delayMs?: number;
  /** The call waits for this, too. In code only. A test learns here that the call has arrived. */
  until?: () => Promise<unknown>;
  /** Whether the call has its effect before it fails. By default, only one that is merely late has. */
  applied?: boolean;
}

/** Waits as long as the fault says. */
export async function wait({ delayMs, until }: Fault): Promise<void> {
  if (delayMs) await sleep(delayMs);
  await until?.();
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** The fault of this call, if there is one. It counts as used. */
  take(route: string): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: Fault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    clear() {
      faults = [];
    },
    take(route) {
      const fault = faults.find((one) => !one.route || one.route === route);
      if (!fault) return undefined;
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times <= 0) faults = faults.filter((one) => one !== fault);
      return { ...fault };
    },
  };
}
