/** One call to a store, as `server-timing` shows it. */
export interface StoreCall {
  name: string;
  ms: number;
  attempts: number;
}

/** What every use case is handed: the request's clock, its deadline, and where its store calls are written down. */
export interface Context {
  readonly requestId: string;
  /** When the request began, UTC: the only clock that rules see, so tests can set it. */
  readonly now: Date;
  /** By when we must have answered, on `performance.now()`'s clock. */
  readonly deadline: number;
  readonly calls: StoreCall[];
}

/** API Gateway gives up after 30 s and shoppers long before: we answer within 9 s, whatever the stores do. */
const REQUEST_MS = 9_000;

export function context(options: { requestId?: string; now?: Date; timeoutMs?: number } = {}): Context {
  return {
    requestId: options.requestId ?? crypto.randomUUID(),
    now: options.now ?? new Date(),
    deadline: performance.now() + (options.timeoutMs ?? REQUEST_MS),
    calls: [],
  };
}

export const timeLeft = (ctx: Context): number => Math.max(0, ctx.deadline - performance.now());

/** Waits about `ms` (between a half and one and a half of it, so that many who wait do not come back as one). */
export function pause(ctx: Context, ms: number): Promise<void> {
  const jittered = Math.min(ms * (0.5 + Math.random()), timeLeft(ctx));
  return new Promise((resolve) => setTimeout(resolve, jittered));
}
