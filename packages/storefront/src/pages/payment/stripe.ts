import type { Stripe, StripeElements, StripePaymentElement } from "@stripe/stripe-js";
import { loadStripe } from "@stripe/stripe-js/pure";
import { LOCALE } from "../../texts.ts";
import type { PaymentAccess, PaymentForm } from "./payment.ts";

/** Stripe's own form. Its script comes from js.stripe.com, and only now. */
export function stripeForm({ clientSecret, publishableKey, returnUrl }: PaymentAccess): PaymentForm {
  let stripe: Stripe | null = null;
  let elements: StripeElements | undefined;
  let element: StripePaymentElement | undefined;
  return {
    async mount(place) {
      stripe = await loadStripe(publishableKey, { locale: LOCALE.slice(0, 2) as "en" });
      if (!stripe) throw new Error("Stripe could not be loaded.");
      elements = stripe.elements({ clientSecret, appearance: appearanceOf(place) });
      element = elements.create("payment");
      const ready = new Promise<void>((resolve, reject) => {
        element?.on("ready", () => resolve());
        element?.on("loaderror", ({ error }) => reject(new Error(error.message)));
      });
      element.mount(place);
      await ready;
    },
    async confirm() {
      if (!stripe || !elements) return { status: "unknown" };
      const { error } = await stripe.confirmPayment({
        elements,
        confirmParams: { return_url: returnUrl },
        redirect: "if_required",
      });
      if (!error) return { status: "submitted" };
      // It was paid in another tab, or in a try whose answer was lost.
      if (error.code === "payment_intent_unexpected_state") return { status: "submitted" };
      if (error.type === "validation_error") return { status: "incomplete" };
      if (error.type === "api_connection_error" || error.type === "api_error") return { status: "unknown" };
      return { status: "declined", message: error.message };
    },
    unmount: () => element?.destroy(),
  };
}

/** The colors of the page, for a form that has none of its styles. */
function appearanceOf(place: HTMLElement) {
  const style = getComputedStyle(place);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    theme: "flat" as const,
    variables: {
      colorPrimary: color("--ink"),
      colorBackground: color("--raised"),
      colorText: color("--ink"),
      colorTextSecondary: color("--mute"),
      colorDanger: color("--sale"),
      borderRadius: "2px",
      fontSizeBase: style.fontSize,
    },
    rules: { ".Input": { border: `1px solid ${color("--field")}` } },
  };
}
