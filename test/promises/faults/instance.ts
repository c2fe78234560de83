import { askApp, client } from "../../support/client.ts";
import { type RealDeadlines, resetModules, withRealDeadlines } from "../../support/deadlines.ts";
import { type Call, proxy, type Script } from "../../support/fault-proxy.ts";
import { retryWhileBusy } from "../../support/retry.ts";

/** An instance of the shop with its own proxies to both stores, and to Stripe if a test has started one. */
export interface Instance {
  /** A new client. `isLost` says whether a request's answer is lost between the shop and the client. */
  client(jar?: { cookie: string }, isLost?: () => boolean): ReturnType<typeof client>;
  /** Sets the script of the proxies. Starts `calls` anew. */
  useScript(script: Script): void;
  /** The calls to the stores since the last `useScript`, in order. */
  calls: Call[];
  /** Resolves when the stores have answered every forwarded call. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts an instance with empty caches and no faults. `deadlines`: those that are as short as in the deployed shop. */
export async function startInstance(deadlines?: RealDeadlines): Promise<Instance> {
  const loaded = await behindProxies(async () => {
    const { app } = await import("@myclothes/functions/app");
    const askInstance = askApp(app);
    const ask: typeof askInstance = (path, init) =>
      withRealDeadlines(deadlines, () => askInstance(path, init));
    const { status } = await retryWhileBusy(() => client(ask).send("GET", "/v1/health/ready"));
    if (status !== 200) throw new Error(`The instance is not ready: ${status}`);
    return ask;
  });
  const { loaded: ask, ...proxies } = loaded;
  return {
    ...proxies,
    client: (jar = { cookie: "" }, isLost = () => false) => {
      const made = client(async (path, init) => {
        const answer = await ask(path, init);
        // `fetch` throws a TypeError when the connection breaks.
        if (isLost()) throw new TypeError("The connection broke.");
        return answer;
      });
      made.jar.cookie = jar.cookie;
      return made;
    },
  };
}

/** Loads new modules whose calls to the stores pass proxies. `load` must call each of them. */
export async function behindProxies<T>(
  load: () => Promise<T>,
): Promise<Omit<Instance, "client"> & { loaded: T }> {
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamo = "", AWS_ENDPOINT_URL_RDS_DATA: dataApi = "" } = process.env;
  const { STRIPE_API_HOST, STRIPE_API_PORT: stripePort } = process.env;
  const calls: Call[] = [];
  let script: Script = () => "pass";
  const decide: Script = (call) => {
    // The proxies share one count.
    call.count = calls.length;
    calls.push(call);
    return script(call);
  };
  const stripe = `http://${STRIPE_API_HOST}:${stripePort}`;
  const upstreams = [dynamo, dataApi, ...(stripePort ? [stripe] : [])];
  const proxies = await Promise.all(upstreams.map((upstream) => proxy(upstream, decide)));
  const [first, second, third] = proxies.map(({ url }) => url);
  resetModules();
  // An SDK client reads its endpoint at its first call and keeps it, so the environment can be restored afterwards.
  process.env.AWS_ENDPOINT_URL_DYNAMODB = first;
  process.env.AWS_ENDPOINT_URL_RDS_DATA = second;
  if (third) process.env.STRIPE_API_PORT = new URL(third).port;
  try {
    return {
      loaded: await load(),
      useScript: (next) => {
        calls.length = 0;
        script = next;
      },
      calls,
      idle: async () => {
        await Promise.all(proxies.map((one) => one.idle()));
      },
      close: async () => {
        await Promise.all(proxies.map((one) => one.close()));
      },
    };
  } finally {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamo;
    process.env.AWS_ENDPOINT_URL_RDS_DATA = dataApi;
    if (stripePort) process.env.STRIPE_API_PORT = stripePort;
  }
}
