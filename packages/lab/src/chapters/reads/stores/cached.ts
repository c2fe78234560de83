import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../../engines/resp.ts";
import type { Products } from "../../../shop/shop.ts";
import type { Database, Product } from "./database.ts";

export interface CacheOptions {
  ttlMs: number;
  /** What a write does to the cache. */
  onWrite: "nothing" | "delete" | "set";
  /** Only one reader loads a missing entry. The others wait for it. */
  hasLease: boolean;
}

const LEASE_MS = 2_000;
const POLL_MS = 5;

/** An older version never replaces a newer one: a slow loader would otherwise undo a write. */
const SET_IF_NEWER = `
  local old = redis.call('GET', KEYS[1])
  if old and tonumber(old) > tonumber(ARGV[1]) then return 0 end
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1`;

/** Lazy loading and write-through over Valkey. */
export function cachedProducts(url: string, database: Database, options: CacheOptions): Products {
  const { ttlMs, onWrite, hasLease } = options;
  const valkey = connect(url);
  const put = (sku: string, version: number) =>
    valkey.send("EVAL", SET_IF_NEWER, "1", `product:${sku}`, String(version), String(ttlMs));
  const cached = async (sku: string): Promise<Product | undefined> => {
    const version = await valkey.send("GET", `product:${sku}`);
    return version === null ? undefined : { version: Number(version), source: "cache" };
  };
  const load = async (sku: string): Promise<Product> => {
    const product = await database.read(sku);
    await put(sku, product.version);
    return product;
  };
  const loadOnce = async (sku: string): Promise<Product> => {
    const lease = `lease:${sku}`;
    for (;;) {
      if (await valkey.send("SET", lease, "1", "NX", "PX", String(LEASE_MS))) {
        // Another reader may have loaded it between our look and our lease.
        const product = (await cached(sku)) ?? (await load(sku));
        await valkey.send("DEL", lease);
        return product;
      }
      await sleep(POLL_MS);
      const product = await cached(sku);
      if (product) return product;
    }
  };
  return {
    read: async (sku) => (await cached(sku)) ?? (await (hasLease ? loadOnce : load)(sku)),
    async write(sku) {
      const version = await database.write(sku);
      if (onWrite === "set") await put(sku, version);
      if (onWrite === "delete") await valkey.send("DEL", `product:${sku}`);
      return { version };
    },
  };
}
