import type { Provider } from "./payment.provider.ts";
import { stripeProvider } from "./stripe.provider.ts";

/** The providers by the names under which orders store them. A new one is one line here, and its name in `order.schema.ts`. */
const providers: Record<string, Provider> = { stripe: stripeProvider };

export function providerOf(name: string): Provider {
  const provider = providers[name];
  if (!provider) throw new Error(`There is no payment provider with the name ${name}.`);
  return provider;
}
