import { beforeEach } from "vitest";
import { keyed } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";

/** A new one for each test. */
export let shopper: Client;
beforeEach(() => {
  shopper = client();
});

export const fill = async (...items: [sku: string, quantity: number][]): Promise<void> => {
  for (const [sku, quantity] of items)
    await shopper.send("POST", "/v1/cart/items", { body: { sku, quantity } });
};
export const order = (body: unknown, headers: Record<string, string> = keyed()) =>
  shopper.send("POST", "/v1/orders", { body, headers });
export const cart = async () => (await shopper.send("GET", "/v1/cart")).body;
