import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "./client.ts";

type Contexts = typeof import("@myclothes/core/context");

/** Ends what hangs. Nothing that works takes as long, on a busy machine either. */
export const HANG_MS = 600_000;

/** A request's deadline in tests: ten times the shop's own, which a busy machine can miss. */
const REQUEST_MS = 90_000;

const asDeployed = new AsyncLocalStorage<true>();

/** Runs a request under the deadlines that the deployed shop has. */
export const underDeployedDeadlines = <T>(request: () => T): T => asDeployed.run(true, request);

/**
 * `@myclothes/core/context` with that longer deadline where none is given. `setup.ts` puts it into every test; a file about deadlines
 * takes it out again: `vi.unmock("../../packages/core/src/context.ts")`.
 */
export async function patient(original: () => Promise<unknown>): Promise<Contexts> {
  const contexts = (await original()) as Contexts;
  const context: Contexts["context"] = (options = {}) =>
    contexts.context(asDeployed.getStore() ? options : { timeoutMs: REQUEST_MS, ...options });
  return { ...contexts, context };
}

const isBusy = ({ status }: Answer): boolean => status === 429 || status === 503;

/**
 * Sends a request again while the shop answers that it is busy (429 or 503), as a good client does. For requests that may be repeated.
 * Returns the first other answer.
 */
export async function insist(send: () => Promise<Answer>): Promise<Answer> {
  const until = performance.now() + HANG_MS;
  for (;;) {
    const answer = await send();
    if (!isBusy(answer) || performance.now() > until) return answer;
    await sleep(100);
  }
}

/**
 * Whether to play another round of a race: all of `rounds`, and then more until the race `hasOccurred`, since a busy machine may order
 * things in one way for a while. Throws when it never does.
 */
export function another(round: number, rounds: number, hasOccurred: () => boolean, since: number): boolean {
  if (round < rounds) return true;
  if (hasOccurred()) return false;
  if (performance.now() - since > HANG_MS) throw new Error(`The race never occurred, in ${round} rounds.`);
  return true;
}
