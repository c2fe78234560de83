import type { Attempt } from "./delivery.ts";

/** A receiver that does not answer in this time has failed. */
const TIMEOUT_MS = 20_000;

export interface Signing {
  secret: string;
  /** In seconds since 1970. The default is now, by the machine's clock: receivers compare it with theirs. */
  signedAt?: number | undefined;
}

/** Posts an event as Stripe does. Redirects are not followed: https://docs.stripe.com/webhooks#delivery-behaviors */
export async function send(url: string, event: object, { secret, signedAt }: Signing): Promise<Attempt> {
  const at = Date.now();
  try {
    // Loaded with the first webhook, because it takes longer than everything else in this program.
    const { default: Stripe } = await import("stripe");
    const payload = JSON.stringify(event, null, 2);
    const timestamp = signedAt ?? Math.floor(at / 1000);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signature,
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        accept: "*/*; q=0.5, application/xml",
      },
      body: payload,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { at, status: answer.status, text: (await answer.text()).slice(0, 500) };
  } catch (error) {
    const { message, cause } = error as Error;
    return { at, status: null, text: cause instanceof Error ? `${message}: ${cause.message}` : message };
  }
}

export const isAccepted = ({ status }: Attempt): boolean => status !== null && status >= 200 && status < 300;
