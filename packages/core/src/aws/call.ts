import { type Context, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { withTimeout } from "../timeout.ts";
import * as Breaker from "./breaker.ts";
import { classifyFailure } from "./failure.ts";
import { rejectIncomplete } from "./response.ts";

interface Output {
  $metadata?: { attempts?: number };
}
type Send<O> = (options: { abortSignal: AbortSignal }) => Promise<O>;

/**
 * Sends one command and records it in `ctx.calls`. `name` is `<store>.<operation>`. The call may take `limitMs`, or the time that
 * the request has left if that is shorter. Throws permanent errors, and errors named in `expected`, unchanged. Throws
 * `service.unavailable` for all others, and when the breaker does not admit the call.
 */
export async function callStore<O extends Output>(
  ctx: Context,
  name: string,
  limitMs: number,
  expected: string[],
  send: Send<O>,
): Promise<O> {
  const left = Math.min(limitMs, timeLeft(ctx));
  const [store = ""] = name.split(".");
  if (left <= 0) throw storeUnavailable(name, new Error("no time is left for this request"));
  if (!Breaker.admitCall(store)) throw storeUnavailable(name, new Error("its last calls have all failed"));
  const started = performance.now();
  let attempts = 1;
  try {
    const output = await sendInTime(left, send);
    attempts = output.$metadata?.attempts ?? 1;
    Breaker.recordSuccess(store);
    return output;
  } catch (error) {
    attempts = (error as Output).$metadata?.attempts ?? 1;
    const { name: errorName } = error as Error;
    const failure = expected.includes(errorName) ? "expected" : classifyFailure(error);
    if (failure !== "outage") Breaker.recordSuccess(store);
    // A call that had little time says nothing about the store.
    else if (left >= 1_000 || errorName !== "TimeoutError") Breaker.recordFailure(store);
    throw failure === "expected" || failure === "permanent" ? error : storeUnavailable(name, error);
  } finally {
    ctx.calls.push({ name, ms: performance.now() - started, attempts });
  }
}

/**
 * Returns a function that gives the SDK client of a store, and makes it at the first call. The client repeats failed commands
 * while the breaker allows it. With `once` it never does. Both kinds share their connections.
 */
export function lazyClient<C extends Client>(
  store: string,
  attempts: number,
  make: (maxAttempts: number) => C,
): (options?: { once?: boolean }) => C {
  let clients: { retrying: C; single: C } | undefined;
  return ({ once = false } = {}) => {
    clients ??= clientPair(store, make(attempts), make(1));
    return once ? clients.single : clients.retrying;
  };
}

function clientPair<C extends Client>(store: string, retrying: C, single: C): { retrying: C; single: C } {
  single.config.requestHandler = retrying.config.requestHandler;
  // The SDK reads `maxAttempts` once, but asks for the strategy at every call.
  const [retry, tryOnce] = [retrying.config.retryStrategy, single.config.retryStrategy];
  retrying.config.retryStrategy = () => (Breaker.allowsRetry(store) ? retry() : tryOnce());
  for (const { middlewareStack } of [retrying, single]) {
    // It prepares a log entry even without a logger, which costs a tenth of a call's work.
    middlewareStack.remove("loggerMiddleware");
    // Each client has its own types for the same middleware.
    middlewareStack.use(rejectIncomplete as never);
  }
  return { retrying, single };
}

interface Client {
  config: { retryStrategy: () => Promise<unknown>; requestHandler: unknown };
  middlewareStack: { remove(name: string): boolean; use(plugin: never): void };
}

/** Aborts the command at the deadline, but does not wait for the SDK, which may be in a pause between two attempts. */
function sendInTime<O>(ms: number, send: Send<O>): Promise<O> {
  const controller = new AbortController();
  return withTimeout(send({ abortSignal: controller.signal }), Math.ceil(ms), () => {
    const error = new Error(`no answer within ${Math.ceil(ms)} ms`);
    error.name = "TimeoutError";
    controller.abort(error);
    return error;
  });
}

/** The refusal of a request whose store call failed, but may succeed later. */
export const storeUnavailable = (name: string, cause: unknown): Refusal =>
  new Refusal(
    "service.unavailable",
    "A data store is unavailable. Nothing is lost: try again.",
    {},
    new Error(`${name} failed`, { cause }),
  );
