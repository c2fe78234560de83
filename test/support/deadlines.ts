import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";

type Contexts = typeof import("@myclothes/core/context");
type Calls = typeof import("../../packages/core/src/aws/call.ts");

/** Which deadlines are as short as in the deployed shop: all of them, or those of calls to one store. */
export type RealDeadlines = "all" | "dynamodb" | "data-api" | "sqs" | "stripe" | undefined;

const real = new AsyncLocalStorage<RealDeadlines>();

/** Runs a request with these of the deployed shop's deadlines. A busy machine can miss them. */
export const withRealDeadlines = <T>(which: RealDeadlines, request: () => T): T => real.run(which, request);

const isReal = (store?: string): boolean => {
  const which = real.getStore();
  return which === "all" || (which !== undefined && which === store);
};

/** A request's default deadline in tests: ten times the shop's own. */
const REQUEST_MS = 90_000;
/** The limit of a call in tests, as a multiple of the shop's own. The request's deadline still ends it. */
const CALL_FACTOR = 100;

/** Mocks `core/context.ts`: a request has `REQUEST_MS`, and a batch of calls to DynamoDB `CALL_FACTOR` times as long. */
export async function withLongDeadlines(original: () => Promise<unknown>): Promise<Contexts> {
  const contexts = (await original()) as Contexts;
  const context: Contexts["context"] = (options = {}) =>
    contexts.context(isReal() ? options : { timeoutMs: REQUEST_MS, ...options });
  const within: Contexts["within"] = (ctx, ms) =>
    contexts.within(ctx, isReal("dynamodb") ? ms : CALL_FACTOR * ms);
  return { ...contexts, context, within };
}

/** Mocks `core/aws/call.ts`: a call may take `CALL_FACTOR` times as long. */
export async function withLongCallLimits(original: () => Promise<unknown>): Promise<Calls> {
  const calls = (await original()) as Calls;
  const callStore: Calls["callStore"] = (ctx, name, limitMs, ...rest) => {
    const [store = ""] = name.split(".");
    return calls.callStore(ctx, name, isReal(store) ? limitMs : CALL_FACTOR * limitMs, ...rest);
  };
  const lazyClient: Calls["lazyClient"] = (store, attempts, make) =>
    calls.lazyClient(store, attempts, (maxAttempts) => {
      const client = make(maxAttempts);
      const { requestHandler } = client.config as { requestHandler?: { updateHttpClientConfig: Update } };
      if (!isReal(store)) {
        requestHandler?.updateHttpClientConfig("connectionTimeout", 60_000);
        requestHandler?.updateHttpClientConfig("requestTimeout", 60_000);
      }
      return client;
    });
  return { ...calls, callStore, lazyClient };
}

type Update = (key: "connectionTimeout" | "requestTimeout", ms: number) => void;

/** Later imports create new modules, as a new instance does. */
export function resetModules(): void {
  vi.resetModules();
  // Vitest keeps a mock and its first original. Mock again, so that the new instance gets its own.
  vi.doMock("../../packages/core/src/aws/call.ts", withLongCallLimits);
}
