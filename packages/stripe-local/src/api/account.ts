import type Stripe from "stripe";
import type { Params } from "../http/form.ts";
import { newId } from "../state/id.ts";
import type { Store } from "../state/store.ts";

/** The version whose shapes the answers have: that of the package `stripe`. */
export const API_VERSION = "2026-10-28.endive";

export interface Account {
  store: Store;
  /** In milliseconds, by the emulator's clock. */
  now(): number;
  /** Stores an event about the object, for the webhooks. */
  emit(type: string, object: object, previous?: object): Stripe.Event;
  /** Where the emulator is. */
  url(): string;
  /** How long a bank needs to answer, in milliseconds. Null: a script decides. */
  settleMs: number | null;
}

/** One request to the API. */
export interface Call {
  account: Account;
  params: Params;
  /** The part of the path that is an ID. */
  id: string;
  isPublishable: boolean;
}

export const seconds = ({ now }: Account): number => Math.floor(now() / 1000);

/** An event as Stripe stores it. It holds the object as it is now, for ever. */
export function eventOf(
  account: Account,
  type: string,
  object: object,
  { previous, request }: { previous?: object | undefined; request: Stripe.Event.Request | null },
): Stripe.Event {
  return {
    id: newId("evt"),
    object: "event",
    api_version: API_VERSION,
    created: seconds(account),
    data: structuredClone({ object, ...(previous && { previous_attributes: previous }) }),
    livemode: false,
    pending_webhooks: 0,
    request,
    type,
  } as Stripe.Event;
}
