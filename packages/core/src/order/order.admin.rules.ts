import { Refusal } from "../refusal.ts";

export const unknownOrder = () => new Refusal("order.unknown", "There is no order with this id.");

/** Refuses a key that was used for another request. */
export function checkReplay(
  earlier: { fingerprint: string },
  { fingerprint }: { fingerprint: string },
): void {
  if (earlier.fingerprint === fingerprint) return;
  throw new Refusal(
    "idempotency.key_reused",
    "This Idempotency-Key was used for another request of this order.",
  );
}
