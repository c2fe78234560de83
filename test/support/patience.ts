import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { vi } from "vitest";
import type { Answer } from "./client.ts";

type Contexts = typeof import("@myclothes/core/context");
type Calls = typeof import("../../packages/core/src/aws/call.ts");

/** Ends what hangs. Nothing that works takes as long, on a busy machine either. */
export const HANG_MS = 600_000;

/** Which deadlines are those of the deployed shop: of all, or of the calls to one store. The others are far longer. */
export type Deployed = "all" | "dynamodb" | "data-api" | undefined;

const deployed = new AsyncLocalStorage<Deployed>();

/** Runs a request under these of the deployed shop's deadlines, which a busy machine can miss. */
export const underDeadlines = <T>(which: Deployed, request: () => T): T => deployed.run(which, request);

const isDeployed = (store?: string): boolean => {
  const which = deployed.getStore();
  return which === "all" || (which !== undefined && which === store);
};

/** A request's deadline in tests, where none is given: ten times the shop's own. */
const REQUEST_MS = 90_000;
/** How many times as long as in the shop a call may take. It ends with its request at the latest. */
const CALL_FACTOR = 100;

/** `core/context.ts` with that deadline. */
export async function patientContext(original: () => Promise<unknown>): Promise<Contexts> {
  const contexts = (await original()) as Contexts;
  const context: Contexts["context"] = (options = {}) =>
    contexts.context(isDeployed() ? options : { timeoutMs: REQUEST_MS, ...options });
  return { ...contexts, context };
}

/** `core/aws/call.ts` with far more time for a call. */
export async function patientCalls(original: () => Promise<unknown>): Promise<Calls> {
  const calls = (await original()) as Calls;
  const callStore: Calls["callStore"] = (ctx, name, limitMs, ...rest) => {
    const [store = ""] = name.split(".");
    return calls.callStore(ctx, name, isDeployed(store) ? limitMs : CALL_FACTOR * limitMs, ...rest);
  };
  const lazyClient: Calls["lazyClient"] = (store, attempts, make) =>
    calls.lazyClient(store, attempts, (maxAttempts) => {
      const client = make(maxAttempts);
      const { requestHandler } = client.config as { requestHandler?: { updateHttpClientConfig: Update } };
      if (!isDeployed(store)) {
        requestHandler?.updateHttpClientConfig("connectionTimeout", 60_000);
        requestHandler?.updateHttpClientConfig("requestTimeout", 60_000);
      }
      return client;
    });
  return { ...calls, callStore, lazyClient };
}

type Update = (key: "connectionTimeout" | "requestTimeout", ms: number) => void;

/** What is imported from now on is a new instance, which shares nothing with the others. */
export function resetModules(): void {
  vi.resetModules();
  // A mock is made once, and would bring its first original along.
  vi.doMock("../../packages/core/src/aws/call.ts", patientCalls);
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

/** Holds up who waits for `opened`, until somebody calls `open`. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
