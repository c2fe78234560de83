import Stripe from "stripe";
import { callStore } from "../aws/call.ts";
import { links } from "../aws/links.ts";
import type { Context } from "../context.ts";

/** With another version, Stripe answers in other shapes. The package's types are those of this one. */
const API_VERSION = "2026-10-28.endive";
/** The limit of one call with its retries, and that of one attempt. */
const CALL_MS = 6_500;
const ATTEMPT_MS = 3_000;
/** A request is sent with so many keys at most. */
const KEYS = 3;

/** Errors of a single request. The provider works, and a repetition fails again. */
const REFUSALS = ["StripeInvalidRequestError", "StripeCardError", "StripeIdempotencyError"];

let made: Stripe | undefined;

/** The secret key is read at first use, and only by the function that is linked to it. */
export function stripe(): Stripe {
  const { STRIPE_API_HOST: host, STRIPE_API_PORT: port, STRIPE_API_PROTOCOL: protocol } = process.env;
  made ??= new Stripe(links.StripeSecretKey.value, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 2,
    timeout: ATTEMPT_MS,
    telemetry: false,
    ...(host && { host }),
    ...(port && { port }),
    ...(protocol && { protocol: protocol as "http" | "https" }),
  });
  return made;
}

/** Whether Stripe refuses the request, and would refuse its repetition. */
export const isRefusal = (error: unknown): boolean => REFUSALS.includes((error as Error).name);

/** One call with its retries, recorded like a call of a store. */
export function call<T extends object>(ctx: Context, operation: string, send: () => Promise<T>): Promise<T> {
  const named = async (): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      const { type, statusCode } = error as { type?: string; statusCode?: number };
      if (!type || !(error instanceof Error)) throw error;
      throw Object.assign(error, { name: type, $metadata: { httpStatusCode: statusCode ?? 0 } });
    }
  };
  return callStore(ctx, `stripe.${operation}`, CALL_MS, REFUSALS, named) as Promise<T>;
}

/**
 * Sends a request with the key `id`. Stripe answers a repetition with the same error 500 for a day, so after that error it is
 * sent with another key, unless `find` finds what it has made. Without an answer, the request may still be at work, so its key
 * must not change.
 */
export async function withKeys<T>(
  id: string,
  send: (key: string) => Promise<T>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await send(n === 1 ? id : `${id}-${n}`);
    } catch (error) {
      const status = (error as { cause?: { cause?: { statusCode?: number } } }).cause?.cause?.statusCode;
      if (status !== 500 || n === KEYS) throw error;
      const made = await find();
      if (made) return made;
    }
  }
}
