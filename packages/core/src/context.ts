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
  /** The same moment on `performance.now()`'s clock. */
  readonly started: number;
  /** By when we must have answered, on that clock. */
  readonly deadline: number;
  readonly calls: StoreCall[];
}

/** API Gateway gives up after 30 s and shoppers long before: we answer within 9 s, whatever the stores do. */
const REQUEST_MS = 9_000;

export function context(options: { requestId?: string; now?: Date; timeoutMs?: number } = {}): Context {
  const started = performance.now();
  return {
    requestId: options.requestId ?? crypto.randomUUID(),
    now: options.now ?? new Date(),
    started,
    deadline: started + (options.timeoutMs ?? REQUEST_MS),
    calls: [],
  };
}

export const timeLeft = (ctx: Context): number => Math.max(0, ctx.deadline - performance.now());

/** The same request with at most `ms` left from now, for several calls that share one limit. */
export const within = (ctx: Context, ms: number): Context => ({
  ...ctx,
  deadline: Math.min(ctx.deadline, performance.now() + ms),
});

/** What the request's clock says now, in ms: `now`, and what it has taken since. */
export const clock = ({ now, started }: Context): number => now.getTime() + performance.now() - started;

/** Waits about `ms` (between a half and one and a half of it, so that many who wait do not come back as one). */
export function pause(ctx: Context, ms: number): Promise<void> {
  const jittered = Math.min(ms * (0.5 + Math.random()), timeLeft(ctx));
  return new Promise((resolve) => setTimeout(resolve, jittered));
}
