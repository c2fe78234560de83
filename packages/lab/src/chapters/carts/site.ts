import type { Store } from "../../engines/valkey.ts";
import { type Balancer, startBalancer } from "../../runner/balancer.ts";
import { type Browser, openBrowser } from "../../runner/browser.ts";
import { type Group, startGroup } from "../../runner/group.ts";
import type { Ledger, Lines } from "./invariant.ts";
import type { System } from "./systems.ts";

export const INSTANCES = 3;
export const SECRET = "the lab's secret, which only its instances know";

/** One system, running: its instances behind a balancer, and its store. */
export interface Site {
  group: Group;
  balancer: Balancer;
  store: Store | undefined;
  shopper(): Shopper;
  stop(): Promise<void>;
}

export interface Shopper {
  browser: Browser;
  ledger: Ledger;
  /** Adds one item, repeating the request until it is answered. Returns the cart of the answer; undefined if it was refused. */
  add(sku: string, quantity?: number): Promise<Lines | undefined>;
  cart(): Promise<Lines>;
}

/** The price of everything, in minor units. */
export const PRICE = 5_900;

export async function startSite(program: string, system: System, broken?: string): Promise<Site> {
  const store = await system.startStore?.(broken);
  const env = {
    ...system.env,
    LAB_SECRET: SECRET,
    LAB_STORE: store?.url,
    LAB_BROKEN: broken ?? "",
    // Breaks the system with WAIT.
    ...(broken === "wait" && { LAB_REPLICAS: "0" }),
  };
  const group = await startGroup(program, INSTANCES, env);
  const isSticky = system.sticky && broken !== "stickiness";
  const balancer = await startBalancer(() => group.instances, isSticky ? { stickySecret: SECRET } : {});
  const stop = async () => {
    await balancer.stop();
    await group.stop();
    await store?.stop();
  };
  return { group, balancer, store, shopper: () => createShopper(balancer.url), stop };
}

let writes = 0;

function createShopper(url: string): Shopper {
  const browser = openBrowser(() => url);
  const ledger: Ledger = new Map();
  const add = async (sku: string, quantity = 1) => {
    const write = { id: `w${++writes}`, kind: "add", sku, quantity, price: PRICE };
    const reply = await browser.ask("POST", "/cart", write);
    if (reply.status !== 200) return undefined;
    ledger.set(sku, (ledger.get(sku) ?? 0) + quantity);
    return JSON.parse(reply.body.toString()) as Lines;
  };
  const cart = async () => JSON.parse((await browser.ask("GET", "/cart")).body.toString()) as Lines;
  return { browser, ledger, add, cart };
}
