import { askApp, client } from "./client.ts";
import { type Call, proxy, type Script } from "./faults.ts";
import { type Deployed, insist, resetModules, underDeadlines } from "./patience.ts";

/** An instance of the shop with wires of its own to both stores. */
export interface Process {
  /** Its like, for the next shopper; `lost` says whether a request's answer never comes back. */
  client(jar?: { cookie: string }, lost?: () => boolean): ReturnType<typeof client>;
  /** From now on: what becomes of the calls, counted anew over both stores. */
  follow(script: Script): void;
  /** The calls since then. */
  calls: Call[];
  /** Resolves once the stores have answered all that was sent on to them. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * An instance that has just started and remembers nothing. Its wires are intact until `follow`. `deadlines`: those that it keeps as the
 * deployed shop does.
 */
export async function startProcess(deadlines?: Deployed): Promise<Process> {
  const { AWS_ENDPOINT_URL_DYNAMODB: dynamo = "", AWS_ENDPOINT_URL_RDS_DATA: dataApi = "" } = process.env;
  const calls: Call[] = [];
  let script: Script = () => "pass";
  const decide: Script = (call) => {
    // Both stores' calls are counted as one row.
    call.count = calls.length;
    calls.push(call);
    return script(call);
  };
  const wires = await Promise.all([proxy(dynamo, decide), proxy(dataApi, decide)]);
  const [first, second] = wires;
  resetModules();
  const { app } = await import("@myclothes/functions/app");
  const inTime = askApp(app);
  const ask: typeof inTime = (path, init) => underDeadlines(deadlines, () => inTime(path, init));
  // A client takes its endpoint at its first call, and keeps it: what others start later goes another way.
  process.env.AWS_ENDPOINT_URL_DYNAMODB = first.url;
  process.env.AWS_ENDPOINT_URL_RDS_DATA = second.url;
  try {
    const { status } = await insist(() => client(ask).send("GET", "/v1/health/ready"));
    if (status !== 200) throw new Error(`The instance is not ready: ${status}`);
  } finally {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = dynamo;
    process.env.AWS_ENDPOINT_URL_RDS_DATA = dataApi;
  }
  return {
    client: (jar = { cookie: "" }, lost = () => false) => {
      const made = client(async (path, init) => {
        const answer = await ask(path, init);
        // As `fetch` does where the connection breaks.
        if (lost()) throw new TypeError("The connection broke.");
        return answer;
      });
      made.jar.cookie = jar.cookie;
      return made;
    },
    follow: (next) => {
      calls.length = 0;
      script = next;
    },
    calls,
    idle: async () => {
      await Promise.all(wires.map((wire) => wire.idle()));
    },
    close: async () => {
      await Promise.all(wires.map((wire) => wire.close()));
    },
  };
}
