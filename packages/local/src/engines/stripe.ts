import { createRequire } from "node:module";
import path from "node:path";
import { environmentOf, names } from "stripe-local/env";
import { type Child, launch, node } from "../process/child.ts";
import type { Folder } from "../process/folder.ts";
import { adviseOnDamage } from "./advice.ts";
import type { Env } from "./env.ts";
import { checkStored } from "./stored.ts";

/** Where the shop receives Stripe's webhooks. */
const WEBHOOK_PATH = "/v1/webhooks/stripe";

export interface Payments extends Child {
  /** Of the API, and of a page that shows the payments. */
  url: string;
  /** What reaches it. */
  env: Env;
}

/** Starts the emulator of Stripe. Its webhooks go to the shop at `origin`. */
export async function startPayments(folder: Folder, origin: string): Promise<Payments> {
  const dir = path.join(folder.path, "stripe");
  if (folder.isPersistent) checkStored(folder.path, "stripe");
  const main = createRequire(import.meta.url).resolve("stripe-local");
  const args = ["--dir", dir, "--webhook", `${origin}${WEBHOOK_PATH}`];
  const child = await adviseOnDamage(folder.isPersistent ? dir : undefined, () =>
    launch({
      ...node(path.join(path.dirname(main), "cli.ts"), args),
      name: "Stripe (stripe-local)",
      ready: /ready on (http:\S+)/,
    }),
  );
  const url = child.ready[1] ?? "";
  return { ...child, url, env: linked(environmentOf(url)) };
}

/** The shop finds the keys in its links, as on AWS. */
function linked(env: Env): Env {
  const keys = {
    StripeSecretKey: env[names.secretKey],
    StripePublishableKey: env[names.publishableKey],
    StripeWebhookSecret: env[names.webhookSecret],
  };
  const links = Object.entries(keys).map(([name, value = ""]) => [
    `SST_RESOURCE_${name}`,
    JSON.stringify({ value }),
  ]);
  return { ...env, ...Object.fromEntries(links) };
}

/** The environment of a Stripe that runs already: another emulator, or Stripe's own test mode. */
export function givenPayments(from: NodeJS.ProcessEnv): Env | undefined {
  if (!from[names.host]) return undefined;
  const given = Object.values(names).map((name) => [name, from[name]] as const);
  return linked(
    Object.fromEntries(given.filter((pair): pair is [(typeof pair)[0], string] => Boolean(pair[1]))),
  );
}
