import { type Context, timeLeft } from "../context.ts";
import { Refusal } from "../refusal.ts";
import * as Breaker from "./breaker.ts";

interface Answer {
  $metadata?: { attempts?: number };
}
type Send<A> = (options: { abortSignal: AbortSignal }) => Promise<A>;

/**
 * Sends one command under a deadline: `limitMs`, or what the request has left. The call is written down in `ctx.calls`.
 * An error of a kind in `expected` comes out as it is, for the caller to act on. Any other is a store that does not
 * answer as it should, after the SDK has repeated what can be repeated: `service.unavailable`, with the error as cause. A
 * store that has not answered for some calls is spared: see `breaker.ts`.
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
    const isExpected = expected.includes((error as Error).name);
    if (isExpected) Breaker.answered(store);
    // Where we lost patience, it says nothing of the store.
    else if (left >= 1_000 || (error as Error).name !== "TimeoutError") Breaker.failed(store);
    throw isExpected ? error : unavailable(name, error);
  } finally {
    ctx.calls.push({ name, ms: performance.now() - started, attempts });
  }
}

/** The SDK's client of a store, made when it is first asked for. It repeats what failed, as long as the store is well. */
export function clientOf<S, C extends Client<S>>(
  store: string,
  attempts: number,
  make: (maxAttempts: number) => C,
): () => C {
  let client: C | undefined;
  return () => {
    if (client) return client;
    client = make(attempts);
    // The number of attempts is asked for once, the strategy at every call.
    const [repeating, single] = [client.config.retryStrategy, make(1).config.retryStrategy];
    client.config.retryStrategy = () => (Breaker.mayRepeat(store) ? repeating() : single());
    // What it writes to its logger, which is none, costs a tenth of a call's work all the same.
    client.middlewareStack.remove("loggerMiddleware");
    return client;
  };
}

interface Client<S> {
  config: { retryStrategy: () => Promise<S> };
  middlewareStack: { remove(name: string): boolean };
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

const unavailable = (name: string, cause: unknown): Refusal =>
  new Refusal(
    "service.unavailable",
    "A part of the shop does not answer just now. Nothing is lost: try again.",
    {},
    new Error(`${name} failed`, { cause }),
  );
