import type { DatabaseRole } from "./aws/roles.ts";
import type { Count } from "./metrics.ts";

/** One call to a data store, for the `server-timing` header. */
export interface StoreCall {
  name: string;
  ms: number;
  attempts: number;
}

/** The first argument of every use case: a request's clock, its deadline, its rights in the database, and its store calls. */
export interface Context {
  readonly requestId: string;
  /** When the request began, in UTC. Rules use no other clock, so tests can set it. */
  readonly now: Date;
  /** The same moment on the clock of `performance.now()`. */
  readonly started: number;
  /** When the request must be answered, on the clock of `performance.now()`. */
  readonly deadline: number;
  /** The role as which its statements run. */
  readonly databaseRole: DatabaseRole;
  readonly calls: StoreCall[];
  /** What has happened, for the metrics in the request's log line. */
  readonly counts: Count[];
  /** The IDs of the events that the request has recorded and not yet sent. */
  readonly events: string[];
}

/** A request is answered within 9 s, even if a data store is unavailable. API Gateway gives up after 30 s. */
const REQUEST_MS = 9_000;

interface Options {
  requestId?: string;
  now?: Date;
  timeoutMs?: number;
  /** Every function names its own. Without one, statements run as the master user, as those of migrations and the seed do. */
  databaseRole?: DatabaseRole;
}

export function context(options: Options = {}): Context {
  const started = performance.now();
  return {
    requestId: options.requestId ?? crypto.randomUUID(),
    now: options.now ?? new Date(),
    started,
    deadline: started + (options.timeoutMs ?? REQUEST_MS),
    databaseRole: options.databaseRole ?? "master",
    calls: [],
    counts: [],
    events: [],
  };
}

/** In milliseconds, at least 0. */
export const timeLeft = (ctx: Context): number => Math.max(0, ctx.deadline - performance.now());

/** The same request with a deadline at most `ms` from now, for several calls that share one limit. */
export const within = (ctx: Context, ms: number): Context => ({
  ...ctx,
  deadline: Math.min(ctx.deadline, performance.now() + ms),
});

/** The current time on the request's clock, in ms since 1970. */
export const clock = ({ now, started }: Context): number => now.getTime() + performance.now() - started;

/** Waits 50 to 150 % of `ms`, at random, so that parallel requests do not all retry at the same moment. */
export function pause(ctx: Context, ms: number): Promise<void> {
  const jittered = Math.min(ms * (0.5 + Math.random()), timeLeft(ctx));
  return new Promise((resolve) => setTimeout(resolve, jittered));
}
