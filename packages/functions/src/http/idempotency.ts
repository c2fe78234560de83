import { canonical, sha256 } from "@myclothes/core/hash";
import type { Context } from "hono";
import { invalidRequest } from "./refusal.ts";

/** 1 to 255 visible ASCII characters. */
export const KEY_PATTERN = "^[!-~]{1,255}$";

/** The client's `Idempotency-Key`, or undefined. Refuses an invalid one. */
export function idempotencyKey(c: Context): string | undefined {
  const key = c.req.header("idempotency-key");
  if (key === undefined || new RegExp(KEY_PATTERN).test(key)) return key;
  throw invalidRequest([
    { pointer: "Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" },
  ]);
}

/** A hash of method, path and validated body, 43 characters long. White space and the order of fields do not change it. */
export const fingerprint = (c: Context, body: unknown = c.req.valid("json" as never)): string =>
  sha256(canonical([c.req.method, c.req.path, body]));
