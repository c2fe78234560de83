/**
 * Stripe's keys: `npx sst secret set StripeSecretKey sk_…`. Without them, the shop takes no payments by Stripe. The publishable
 * key is no secret, but changes together with the others.
 */
export const stripe = {
  publishableKey: new sst.Secret("StripePublishableKey", ""),
  secretKey: new sst.Secret("StripeSecretKey", ""),
  webhookSecret: new sst.Secret("StripeWebhookSecret", ""),
};

const mode = $app.stage === "production" ? "live" : "test";

// Test cards would pay in production, and real ones elsewhere.
for (const key of [stripe.publishableKey, stripe.secretKey]) {
  key.value.apply((value) => {
    if (value !== "" && !/^(pk|sk|rk)_(live|test)_/.test(value))
      throw new Error(`${key.name} is no key of Stripe. Set it again: npx sst secret set ${key.name} …`);
    if (value !== "" && !value.includes(`_${mode}_`))
      throw new Error(`The stage ${$app.stage} needs Stripe's ${mode} keys. Set ${key.name} again.`);
  });
}
