import { expect, it } from "vitest";
import { account, copyOf, lines, signIn } from "../functions/customer.ts";
import { client } from "../support/client.ts";
import { product } from "../support/products.ts";
import { rounds } from "../support/rounds.ts";

const ROUNDS = rounds(300);

it(`no add that was acknowledged to a guest's tab is lost while another signs in, ${ROUNDS} times`, {
  timeout: 300_000,
}, async () => {
  const { skus } = await product({ variants: Array.from({ length: 81 }, () => ({})) });
  for (let round = 0; round < ROUNDS; round++) {
    const { email } = await account();
    const guest = client();
    await guest.send("POST", "/v1/cart/items", { body: { sku: skus[80], quantity: 1 } });
    const acknowledged = [skus[80]];
    let done = false;
    const tabs = [0, 1, 2, 3].map(async (tab) => {
      const own = copyOf(guest);
      for (let i = 0; i < 20 && !done; i++) {
        const sku = skus[tab * 20 + i];
        const { status, headers } = await own.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
        // A dead token begins another session: what is added is in that one's cart.
        if (headers.getSetCookie().length > 0) return;
        if (status === 200) acknowledged.push(sku);
      }
    });
    const customer = copyOf(guest);
    expect((await signIn(customer, email)).status).toBe(201);
    done = true;
    await Promise.all(tabs);
    expect(Object.keys(await lines(customer)), `round ${round}`).toEqual(
      expect.arrayContaining(acknowledged),
    );
  }
});
