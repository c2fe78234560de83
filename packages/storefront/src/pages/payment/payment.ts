/** How a try to pay has ended, as far as the browser knows. The shop has the last word. */
export type Outcome =
  /** The provider has accepted it, or the shop must find out. */
  | { status: "submitted" }
  /** Nothing was charged, and another try is possible. */
  | { status: "declined"; message: string | undefined }
  /** The form says what is missing. */
  | { status: "incomplete" }
  /** Nobody knows. A new try does not charge twice. */
  | { status: "unknown" };

/** A provider's form. The page around it has the button. */
export interface PaymentForm {
  /** Shows the form. Resolves when it can be filled in. */
  mount(place: HTMLElement): Promise<void>;
  /** Tries to pay. */
  confirm(): Promise<Outcome>;
  unmount(): void;
}

export interface PaymentAccess {
  clientSecret: string;
  publishableKey: string;
  /** Where a bank's own page leads back to. */
  returnUrl: string;
}

/** The key of the emulator that runs on a laptop instead of Stripe. */
const LOCAL_KEY = "pk_test_local";

/** Loads the form: that of the emulator or Stripe's, which brings scripts of its own. */
export async function paymentForm(access: PaymentAccess): Promise<PaymentForm> {
  if (access.publishableKey === LOCAL_KEY) return (await import("./local.tsx")).localForm(access);
  return (await import("./stripe.ts")).stripeForm(access);
}
