import { between, type Random } from "@myclothes/demo-catalogue/random";
import type { Instance } from "../../runner/group.ts";
import { call } from "../../runner/http.ts";
import { habits } from "./story.ts";

/** DNS with health checks: it names the servers that are not known to be dead. */
export function createDns(instances: () => Instance[], ttlS: number, next: Random) {
  const failures = new Map<Instance, number>();
  const caches = new Map<number, { url: string | undefined; untilS: number }>();
  const check = async () => {
    for (const instance of instances()) {
      const isUp = await call(`${instance.url}/health`).catch(() => undefined);
      const failed = isUp ? 0 : (failures.get(instance) ?? 0) + 1;
      failures.set(instance, failed);
      instance.healthy = failed < habits.dnsFailures;
    }
  };
  let turn = 0;
  /** The address that a client uses: what it remembers, or else the next of those that DNS names now. */
  const addressFor = (client: number, nowS: number): string | undefined => {
    const cached = caches.get(client);
    if (cached && nowS < cached.untilS) return cached.url;
    const named = instances().filter(({ healthy }) => healthy);
    const url = named.length ? named[turn++ % named.length]?.url : undefined;
    // Clients began at different times. A name without an address is not remembered.
    const untilS = nowS + (cached ? ttlS : between(next, 0, ttlS));
    if (url) caches.set(client, { url, untilS });
    return url;
  };
  return { check, addressFor };
}

/** One request for the time. True if it was answered. */
export async function askTime(url: string | undefined, nowS: number): Promise<boolean> {
  if (!url) return false;
  const reply = await call(`${url}/time`, { headers: { "lab-second": String(nowS) } }).catch(() => undefined);
  return reply?.status === 200;
}
