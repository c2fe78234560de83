import autocannon, { type Request } from "autocannon";

export interface Load {
  /** Answers a second. */
  rate: number;
  /** Latencies in ms. */
  p50: number;
  p99: number;
  requests: number;
  /** Counts by cause: other statuses than the expected one, lost connections, time-outs. */
  errors: Record<string, number>;
}

/** The request that a client repeats, or a function that returns each next one. */
export type Source = Request | (() => Request | undefined);

interface Plan {
  url: string;
  clients: number;
  seconds: number;
  /** The status that every answer must have. */
  status: number;
  source: (client: number) => Source;
  /** The address of each client, in place of 127.0.0.1. Only Linux has others without any setup. */
  localAddress?: (client: number) => string;
}

/** Sends requests over one connection for each client. A client sends its next request when the last one is answered. */
export async function load({ url, clients, seconds, status, source, localAddress }: Plan): Promise<Load> {
  const times: number[] = [];
  const errors: Record<string, number> = {};
  const fail = (cause: string) => {
    errors[cause] = (errors[cause] ?? 0) + 1;
  };
  let client = 0;
  const { duration } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url,
        connections: clients,
        duration: seconds,
        sampleInt: 100,
        timeout: 15,
        setupClient(connection) {
          if (localAddress) bind(connection, url, localAddress(client));
          const given = source(client++);
          if (typeof given !== "function") return connection.setRequests([given]);
          const setupRequest = (request: Request) => {
            const next = given();
            if (!next) fail("no prepared request left");
            return { ...request, ...next };
          };
          connection.setRequests([{ setupRequest }]);
        },
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
    run.on("response", (_, code, __, ms) => {
      if (code !== status) fail(`status ${code}`);
      times.push(ms);
    });
    run.on("reqError", (error) => fail(error.message));
  });
  times.sort((one, other) => one - other);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? Number.NaN;
  return { rate: times.length / duration, p50: at(0.5), p99: at(0.99), requests: times.length, errors };
}

/** autocannon has no option for the client's address, but passes `socketPath` to `net.connect`, which accepts an object too. */
function bind(connection: object, url: string, localAddress: string): void {
  if (process.platform !== "linux") return;
  const socketPath = { host: "127.0.0.1", port: new URL(url).port, localAddress };
  Object.assign(connection, { ipc: true, opts: { ...(connection as { opts: object }).opts, socketPath } });
}

/** The errors and their counts as text; empty without errors. */
export function errorsOf(loads: Load[]): string {
  const all: Record<string, number> = {};
  for (const [cause, count] of loads.flatMap(({ errors }) => Object.entries(errors)))
    all[cause] = (all[cause] ?? 0) + count;
  return Object.entries(all)
    .map(([cause, count]) => `${count} × ${cause}`)
    .join(", ");
}

export function median(numbers: number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length - 1 - middle], sorted[middle]];
  return (low + high) / 2;
}
