import { MAX_AGE_S } from "@myclothes/functions/edge-rules";
import type { GatewayResponse } from "./event.ts";

/** In milliseconds after the answer came. */
export interface Lifetime {
  fresh: number;
  /** Until then it may be shown while another is fetched. */
  stale: number;
  /** Until then it may be shown where the shop fails. */
  error: number;
}

/** For how long an answer may be kept; undefined where it may not. Without a word of its own it is not: `Expires` is not read. */
export function lifetime({ status, headers }: GatewayResponse): Lifetime | undefined {
  const said = String(headers["cache-control"] ?? "").toLowerCase();
  if (status !== 200 || "set-cookie" in headers || /\b(no-store|no-cache|private)\b/.test(said)) return;
  const seconds = (name: string) => said.match(new RegExp(`(?:^|[,\\s])${name}="?(\\d+)`))?.[1];
  const until = (seconds: number) => Math.min(seconds, MAX_AGE_S) * 1_000;
  const fresh = Number(seconds("s-maxage") ?? seconds("max-age") ?? 0);
  const life = {
    fresh: until(fresh),
    stale: until(fresh + Number(seconds("stale-while-revalidate") ?? 0)),
    error: until(fresh + Number(seconds("stale-if-error") ?? 0)),
  };
  return life.stale > 0 || life.error > 0 ? life : undefined;
}
