/** The names of the environment variables that the shop reads, in one place. */
export const names = {
  host: "STRIPE_API_HOST",
  port: "STRIPE_API_PORT",
  protocol: "STRIPE_API_PROTOCOL",
  secretKey: "STRIPE_SECRET_KEY",
  publishableKey: "STRIPE_PUBLISHABLE_KEY",
  webhookSecret: "STRIPE_WEBHOOK_SECRET",
} as const;

export interface Keys {
  secret: string;
  publishable: string;
  /** Signs the webhooks. */
  webhook: string;
}

/** The same at every start, so that a shop that runs on goes on working. They open nothing but an emulator. */
export const localKeys: Keys = {
  secret: "sk_test_local",
  publishable: "pk_test_local",
  webhook: "whsec_local",
};

/** What a client of the emulator at `url` needs in its environment. */
export function environmentOf(url: string, keys: Keys = localKeys): Record<string, string> {
  const { hostname, port, protocol } = new URL(url);
  return {
    [names.host]: hostname,
    [names.port]: port,
    [names.protocol]: protocol.replace(":", ""),
    [names.secretKey]: keys.secret,
    [names.publishableKey]: keys.publishable,
    [names.webhookSecret]: keys.webhook,
  };
}
