import { type Context, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";
import { rejectIncomplete } from "./answer.ts";
import * as Breaker from "./breaker.ts";
import { failureOf } from "./failure.ts";

interface Answer {
  $metadata?: { attempts?: number };
}
type Send<A> = (options: { abortSignal: AbortSignal }) => Promise<A>;

/**
 * Sends one command under a deadline: `limitMs`, or the time that the request has left. Adds the call to `ctx.calls`. Throws an error
 * that is named in `expected`, or that is permanent, unchanged. Any other error becomes `service.unavailable` with the error as cause,
 * after the SDK has repeated the command. Spares a store that has not answered for some calls: see `breaker.ts`.
 */
export async function call<A extends Answer>(
  ctx: Context,
  name: string,
  limitMs: number,
  expected: string[],
  send: Send<A>,
): Promise<A> {
  const left = Math.min(limitMs, timeLeft(ctx));
  const [store = ""] = name.split(".");
  if (left <= 0) throw unavailable(name, new Error("no time is left for this request"));
  if (!Breaker.mayCall(store)) throw unavailable(name, new Error("it has not answered lately"));
  const started = performance.now();
  let attempts = 1;
  try {
    const answer = await inTime(left, send);
    attempts = answer.$metadata?.attempts ?? 1;
    Breaker.answered(store);
    return answer;
  } catch (error) {
    attempts = (error as Answer).$metadata?.attempts ?? 1;
    const { name: errorName } = error as Error;
    const failure = expected.includes(errorName) ? "expected" : failureOf(error);
    if (failure !== "outage") Breaker.answered(store);
    // A short limit that has passed says nothing about the store.
    else if (left >= 1_000 || errorName !== "TimeoutError") Breaker.failed(store);
    throw failure === "expected" || failure === "permanent" ? error : unavailable(name, error);
  } finally {
    ctx.calls.push({ name, ms: performance.now() - started, attempts });
  }
}

/**
 * The SDK's client of a store, made at its first use. It repeats failed calls while the store is well; with `once` it never does. Both
 * use the same connections.
 */
export function clientOf<C extends Client>(
  store: string,
  attempts: number,
  make: (maxAttempts: number) => C,
): (options?: { once?: boolean }) => C {
  let clients: { repeating: C; single: C } | undefined;
  return ({ once = false } = {}) => {
    clients ??= pairOf(store, make(attempts), make(1));
    return once ? clients.single : clients.repeating;
  };
}

function pairOf<C extends Client>(store: string, repeating: C, single: C): { repeating: C; single: C } {
  single.config.requestHandler = repeating.config.requestHandler;
  // The SDK reads the number of attempts once, and asks for the strategy at every call.
  const [repeat, tryOnce] = [repeating.config.retryStrategy, single.config.retryStrategy];
  repeating.config.retryStrategy = () => (Breaker.mayRepeat(store) ? repeat() : tryOnce());
  for (const { middlewareStack } of [repeating, single]) {
    // It prepares a log entry even without a logger, which costs a tenth of a call's work.
    middlewareStack.remove("loggerMiddleware");
    // Each client has its own types for the same middleware.
    middlewareStack.use(rejectIncomplete as never);
  }
  return { repeating, single };
}

interface Client {
  config: { retryStrategy: () => Promise<unknown>; requestHandler: unknown };
  middlewareStack: { remove(name: string): boolean; use(plugin: never): void };
}

/** The SDK is told to stop, and not waited for: it may be in the middle of a pause between two attempts. */
async function inTime<A>(ms: number, send: Send<A>): Promise<A> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = Object.assign(new Error(`no answer within ${Math.ceil(ms)} ms`), {
        name: "TimeoutError",
      });
      controller.abort(error);
      reject(error);
    }, Math.ceil(ms));
  });
  try {
    return await Promise.race([send({ abortSignal: controller.signal }), late]);
  } finally {
    // A timer that lives on costs more than the call's own work.
    clearTimeout(timer);
  }
}

/** The refusal of a request that needs a call which failed for now. */
export const unavailable = (name: string, cause: unknown): Refusal =>
  new Refusal(
    "service.unavailable",
    "A data store is unavailable. Nothing is lost: try again.",
    {},
    new Error(`${name} failed`, { cause }),
  );
