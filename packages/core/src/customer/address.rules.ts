import { Refusal } from "../refusal.ts";
import type { StoredAddress } from "./address.schema.ts";

/** Far more than a customer needs, and few enough to show. */
export const MAX_ADDRESSES = 50;

/** An address of a customer. Both IDs are needed, so that an ID alone gives no access. */
export interface AddressKey {
  customer: string;
  id: string;
}

/** A saved address as the shop uses it. */
export interface Saved {
  id: string;
  content: StoredAddress;
  isDefault: boolean;
}

export const unknownAddress = () =>
  new Refusal("address.unknown", "None of your saved addresses has this ID. It may have been deleted.");

export const tooManyAddresses = () =>
  new Refusal("address.limit", `You can save at most ${MAX_ADDRESSES} addresses. Delete one first.`);
