import type { components, Problem } from "@myclothes/client";
import { signal } from "@preact/signals";
import { isSignedOut, signInPath } from "../pages/account/account.rules.ts";
import { personal } from "../routes.ts";
import { shop } from "../shop.ts";
import { cart } from "./cart.ts";
import { go } from "./page.ts";

export type Customer = components["schemas"]["Customer"];

/** Who is signed in. Null: nobody. Undefined: no page has asked yet. Only account pages and the checkout ask. */
export const customer = signal<Customer | null | undefined>(undefined);

/** Why the sign-in page is shown, if the visitor did not ask for it. */
export type SignInReason = "ended" | "signedOut" | "passwordSet";
export const signInReason = signal<SignInReason | undefined>(undefined);

/** Asks the shop who is signed in. Returns a problem only if nobody can tell. */
export async function loadCustomer(): Promise<Problem | undefined> {
  const { data, error } = await shop.GET("/v1/customers/me");
  if (error && !isSignedOut(error)) return error;
  if (error) noteEnd();
  customer.value = data ?? null;
  return undefined;
}

/** Notes for the sign-in page that a session ended which was there before. A cookie without a session says so once, in the cart. */
function noteEnd() {
  const isNew = cart.value.cart?.warnings.some(({ code }) => code === "session.ended");
  if (customer.peek() || isNew) signInReason.value = "ended";
}

/** Leads to the sign-in page, and after the sign-in back to this page. Several answers of a page may ask for it. */
export function signInFirst(): void {
  if (location.pathname === personal.signIn) return;
  noteEnd();
  customer.value = null;
  void go(signInPath(location.pathname + location.search), { replace: true });
}

/**
 * Returns an answer unchanged, unless it says that nobody is signed in any more: then the sign-in page follows.
 * @example
 * const { data, error } = asCustomer(await shop.GET("/v1/sessions"));
 */
export function asCustomer<A extends { error?: Problem | undefined }>(answer: A): A {
  if (answer.error && isSignedOut(answer.error)) signInFirst();
  return answer;
}
