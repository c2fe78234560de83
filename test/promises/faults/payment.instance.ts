import type { Swept } from "@myclothes/core/payment/sweep";
import { type Answer, askApp, type Client, client } from "../../support/client.ts";
import { type RealDeadlines, withRealDeadlines } from "../../support/deadlines.ts";
import { retryWhileBusy } from "../../support/retry.ts";
import { behindProxies, type Instance } from "./instance.ts";

/** What acts on payments: the shop with its webhook, Admin, and Sweep. */
export interface Actor {
  /** A shopper with this session. */
  shop(jar: { cookie: string }): Client;
  /** The merchant, with this key. */
  admin(secret: string): Client["send"];
  sweep(): Promise<Swept>;
  /** Forgets that calls to the provider have failed, so that the next ones are sent. */
  closeBreaker(): void;
}

type Ask = Parameters<typeof client>[0];

/** Loads the modules of an actor. `deadlines`: those that are as short as in the deployed shop. */
export async function loadActor(deadlines?: RealDeadlines): Promise<Actor> {
  const { context } = await import("@myclothes/core/context");
  const { app } = await import("@myclothes/functions/app");
  const { app: adminApp } = await import("@myclothes/functions/admin");
  const { sweep } = await import("@myclothes/core/payment/sweep");
  const { recordSuccess } = await import("../../../packages/core/src/aws/breaker.ts");
  const { providerOf } = await import("../../../packages/core/src/payment/providers.ts");
  // Stripe's client reads its endpoint now.
  providerOf("stripe").readEvent("", "", new Date());
  const limited =
    (ask: NonNullable<Ask>): Ask =>
    (path, init) =>
      withRealDeadlines(deadlines, () => ask(path, init));
  const [askShop, askAdmin] = [limited(askApp(app)), limited(askApp(adminApp))];
  const { status } = await retryWhileBusy(() => client(askShop).send("GET", "/v1/health/ready"));
  if (status !== 200) throw new Error(`The instance is not ready: ${status}`);
  return {
    shop({ cookie }) {
      const made = client(askShop);
      made.jar.cookie = cookie;
      return made;
    },
    admin: (secret) => (method, path, request) => {
      const headers = { authorization: `Bearer ${secret}`, ...request?.headers };
      return client(askAdmin).send(method, path, { ...request, headers });
    },
    sweep: () =>
      withRealDeadlines(deadlines, () => sweep(context({ databaseRole: "payments", timeoutMs: 50_000 }))),
    closeBreaker: () => recordSuccess("stripe"),
  };
}

export interface PaymentsInstance extends Omit<Instance, "client"> {
  actor: Actor;
}

/** An actor whose calls to DynamoDB, the Data API and Stripe pass proxies. */
export async function startPayments(deadlines?: RealDeadlines): Promise<PaymentsInstance> {
  const { loaded, ...proxies } = await behindProxies(() => loadActor(deadlines));
  return { ...proxies, actor: loaded };
}

/** Whether the client must repeat the request. Sweep has no answer. */
export const isTransient = (answer: Answer | Swept): boolean =>
  "status" in answer && (answer.status >= 500 || answer.status === 429);
