import { Refusal } from "../refusal.ts";

/** A customer's account as the shop uses it. Clients see only what `customer.view.ts` shows. */
export interface Account {
  id: string;
  email: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  passwordHash: string;
  /** The number of password changes. A session is over when its epoch is lower. */
  passwordVersion: number;
  /** A hash of the e-mail and the Idempotency-Key that registered the account. Null: there was no key. */
  registration: string | null;
  /** Whether the customer has opened a link that was sent to `email`. */
  emailVerified: boolean;
}

/** Throws `session.required` if the account does not exist: a session may outlive it for a moment. */
export function requireAccount(account: Account | undefined): Account {
  if (account) return account;
  throw new Refusal("session.required", "This account no longer exists.");
}

export const emailTaken = () =>
  new Refusal("customer.email_taken", "An account with this e-mail already exists. Sign in instead.");

export const unknownToken = () =>
  new Refusal("customer.unknown_token", "This link has expired, or it was used. Request a new one.");

export const wrongPassword = () =>
  new Refusal("customer.wrong_password", "The current password is wrong. Check it and try again.");
