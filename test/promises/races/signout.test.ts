import { expect, it } from "vitest";
import { account, signIn } from "../../functions/support/customer.ts";
import { client, copyOf } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(200, "C9");

it(
  `a request that starts after the answer to a sign-out is not the customer's, ${ROUNDS} times`,
  LONG_TEST,
  async () => {
    const { sku } = await product({ stock: 1000 });
    const { shopper, email } = await account();
    for (let round = 0; round < ROUNDS; round++) {
      const leaving = client();
      await signIn(leaving, email);
      // The answer clears the client's own cookie.
      const before = copyOf(leaving);
      const add = () => copyOf(before).send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
      const own = (await before.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: 1 } })).body.id;

      const racing = [add(), add(), leaving.send("DELETE", "/v1/sessions/current"), add(), add()] as const;
      const { status } = await racing[2];
      expect(status).toBe(204);
      const after = await Promise.all([add(), add(), add()]);
      for (const { status, body } of after) expect([status, body.id === own]).toEqual([200, false]);

      const answers = await Promise.all([racing[0], racing[1], racing[3], racing[4]]);
      const counted = answers.filter(({ status, body }) => status === 200 && body.id === own).length;
      const { itemCount } = (await shopper.send("GET", "/v1/cart")).body;
      expect(itemCount, `round ${round}`).toBe(1 + counted);
    }
  },
);
