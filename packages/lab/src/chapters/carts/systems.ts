import { startDynamo } from "../../engines/dynamo.ts";
import { HOW_TO_GET, hasValkey, type Store, startValkey } from "../../engines/valkey.ts";
import { TABLE } from "./stores/dynamo.ts";

export interface System {
  key: string;
  name: string;
  what: string;
  /** The environment of its instances. */
  env: NodeJS.ProcessEnv;
  /** The balancer binds a shopper to an instance. */
  sticky?: boolean;
  /** The store that all instances share. `broken` weakens it for a test. */
  startStore?: (broken?: string) => Promise<Store>;
  /** Why it cannot run here. */
  missing?: () => string | undefined;
}

/** The delay between primary and replica: as between two zones under load. */
const LINK_MS = 40;

const missing = () => (hasValkey() ? undefined : HOW_TO_GET);

export const systems: System[] = [
  {
    key: "memory",
    name: "memory",
    what: "each instance keeps carts in its memory; the balancer sends each request to the next instance",
    env: { LAB_CARTS: "memory" },
  },
  {
    key: "sticky",
    name: "sticky sessions",
    what: "the same, and a signed cookie of the balancer binds a shopper to an instance",
    env: { LAB_CARTS: "memory" },
    sticky: true,
  },
  {
    key: "cookie",
    name: "cookie",
    what: "the cart with its prices is in the shopper's cookie",
    env: { LAB_CARTS: "cookie" },
  },
  {
    key: "signed",
    name: "signed cookie",
    what: "the same with an expiry and an HMAC-SHA256, compared in constant time",
    env: { LAB_CARTS: "signed" },
  },
  {
    key: "valkey",
    name: "Valkey",
    what: "a signed session id in the cookie; the cart in Valkey, with expiry, changed by one atomic script; no file",
    env: { LAB_CARTS: "valkey" },
    startStore: () => startValkey({}),
    missing,
  },
  {
    key: "valkey-aof",
    name: "Valkey, append-only file",
    what: "the same, and each write is in the append-only file before it is answered (`appendfsync everysec`)",
    env: { LAB_CARTS: "valkey" },
    startStore: (broken) => startValkey({ appendOnly: broken !== "file" }),
    missing,
  },
  {
    key: "valkey-replica",
    name: "Valkey, replica",
    what: `a replica in another zone (${LINK_MS} ms away) takes over; the primary answers before the replica has the write`,
    env: { LAB_CARTS: "valkey" },
    startStore: () => startValkey({ replica: { linkMs: LINK_MS } }),
    missing,
  },
  {
    key: "valkey-wait",
    name: "Valkey, replica, WAIT",
    what: "the same, and a write is answered only when the replica has confirmed it (`WAIT 1`)",
    env: { LAB_CARTS: "valkey", LAB_REPLICAS: "1" },
    startStore: () => startValkey({ replica: { linkMs: LINK_MS } }),
    missing,
  },
  {
    key: "dynamo",
    name: "DynamoDB",
    what: "a signed session id in the cookie; the cart is one item, replaced under its version, as in this shop",
    env: { LAB_CARTS: "dynamo" },
    startStore: () => startDynamo(TABLE),
  },
];
