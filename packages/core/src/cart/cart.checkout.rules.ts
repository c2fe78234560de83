import type { StoredAddress } from "../customer/address.schema.ts";
import { canonical } from "../hash.ts";

/** What the shopper has entered for the next order. */
export interface CheckoutFields {
  email?: string | undefined;
  note?: string | undefined;
  shippingAddress?: StoredAddress | undefined;
  discountCodes?: string[] | undefined;
}

export interface Checkout extends CheckoutFields {
  /** The cart's version after the last change of a field. An order of an earlier version has not used it. */
  version: number;
  /** When that was, in ms since 1970. */
  changedAt: number;
}

/**
 * The fields after a change: a field that the change names replaces the stored one, and undefined removes it. Returns the same
 * object if nothing changes. Without any field left, the object still says when the last one was removed.
 */
export function changeFields(
  checkout: Checkout | undefined,
  change: CheckoutFields,
  at: Pick<Checkout, "version" | "changedAt">,
): Checkout | undefined {
  const fields = fieldsOf(checkout);
  const { discountCodes, ...rest } = { ...fields, ...change };
  const next = { ...rest, discountCodes: discountCodes?.length ? discountCodes : undefined };
  return canonical(next) === canonical(fields) ? checkout : { ...next, ...at };
}

export function fieldsOf(checkout: Checkout | undefined): CheckoutFields {
  const { version: _, changedAt: __, ...fields } = checkout ?? {};
  return fields;
}

/** The fields that an order of the cart's version `version` has not used. */
export const enteredAfter = (version: number, checkout: Checkout | undefined): Checkout | undefined =>
  checkout && checkout.version > version ? checkout : undefined;

/**
 * Of two carts that are merged, the fields that were changed last. All come from one cart, because an e-mail belongs to an
 * address.
 */
export function laterOf(
  own: Checkout | undefined,
  guest: Checkout | undefined,
  version: number,
): Checkout | undefined {
  if (!guest || (own && own.changedAt >= guest.changedAt)) return own;
  return { ...guest, version };
}
