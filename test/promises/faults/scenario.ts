import { address, keyed } from "../../support/bodies.ts";
import { type Answer, type Client, client, secretOf } from "../../support/client.ts";
import { emailOf, quantities } from "../../support/oracles.ts";
import { run } from "../../support/products.ts";
import type { Random } from "../../support/random.ts";
import type { Products } from "./journey.ts";

interface Setting {
  products: Products;
  chance: Random;
  marker: string;
}

/** A request that meets a fault (`act`), and the checks after another instance has continued. */
export type Scenario = (setting: Setting) => Promise<{
  act(by: Client): Promise<Answer>;
  check(by: Client): Promise<void>;
  secrets(): string[];
}>;

export const PASSWORD = "an engine of my own";

export const skus = ({ skus }: Products) => [skus[0] ?? "", skus[1] ?? ""] as const;
export const add = (by: Client, sku: string, quantity: number, key: string) =>
  by.send("POST", "/v1/cart/items", { body: { sku, quantity }, headers: keyed(key) });
export const cartOf = async (by: Client) => quantities((await by.send("GET", "/v1/cart")).body.lines);
/** Gives a shopper's cookie to a client of another instance. */
export const continueAs = (by: Client, { jar }: Client): Client => {
  by.jar.cookie = jar.cookie;
  return by;
};
export const secrets = (marker: string, ...clients: Client[]) => [
  ...clients.map(secretOf),
  emailOf(marker),
  address.line1,
  PASSWORD,
];
export const ordersOf = async (marker: string) =>
  (await run("select id from orders where email = :email", { email: emailOf(marker) })).flat();

/** Creates a guest with a cart, on an instance without faults. */
export async function guest(lines: [string, number][], marker: string): Promise<Client> {
  const by = client();
  for (const [sku, quantity] of lines) await add(by, sku, quantity, `${marker}-${sku}`);
  return by;
}
