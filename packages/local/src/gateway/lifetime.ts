import type { GatewayResponse } from "./event.ts";

/** In milliseconds after the answer came. */
export interface Lifetime {
  fresh: number;
  /** Until then it may be sent while another is loaded. */
  stale: number;
  /** Until then it may be sent when the shop fails. */
  error: number;
}

/**
 * How long an answer may be cached; undefined when it may not. Without Cache-Control it may not: `Expires` is not read.
 * `maxAgeS` is the limit, whatever the answer says.
 */
export function lifetime({ status, headers }: GatewayResponse, maxAgeS: number): Lifetime | undefined {
  const control = String(headers["cache-control"] ?? "").toLowerCase();
  if (status !== 200 || "set-cookie" in headers || /\b(no-store|no-cache|private)\b/.test(control)) return;
  const seconds = (name: string) => control.match(new RegExp(`(?:^|[,\\s])${name}="?(\\d+)`))?.[1];
  const limited = (seconds: number) => Math.min(seconds, maxAgeS) * 1_000;
  const fresh = Number(seconds("s-maxage") ?? seconds("max-age") ?? 0);
  const life = {
    fresh: limited(fresh),
    stale: limited(fresh + Number(seconds("stale-while-revalidate") ?? 0)),
    error: limited(fresh + Number(seconds("stale-if-error") ?? 0)),
  };
  return life.stale > 0 || life.error > 0 ? life : undefined;
}
