import type { Request } from "@myclothes/core/order/admin";
import type { Context } from "hono";
import type { Documentation } from "../http/document.ts";
import { fingerprint, idempotencyKey, KEY_PATTERN } from "../http/idempotency.ts";

/** Documentation of a route that creates something once for each Idempotency-Key. */
export const idempotent = {
  requestHeaders: {
    "Idempotency-Key": {
      description: "A repetition with the same key and body has no other effect, and gets the same answer.",
      pattern: KEY_PATTERN,
    },
  },
  responseHeaders: {
    "Idempotent-Replayed": { description: "`true` if an earlier request with this key was answered." },
  },
  refuses: ["idempotency.key_reused"],
} as const satisfies Documentation;

export const requestOf = (c: Context): Request => ({ key: idempotencyKey(c), fingerprint: fingerprint(c) });
