import { expect, it } from "vitest";
import { account, copyOf, signIn } from "../functions/customer.ts";
import { client } from "../support/client.ts";
import { product } from "../support/products.ts";
import { rounds } from "../support/rounds.ts";

const ROUNDS = rounds(200, "C9");

it(`no request that starts after the answer to a sign-out is the customer's, ${ROUNDS} times`, {
  timeout: 1_200_000,
}, async () => {
  const { sku } = await product({ stock: 1000 });
  const { shopper, email } = await account();
  for (let round = 0; round < ROUNDS; round++) {
    const leaving = client();
    await signIn(leaving, email);
    const before = (await shopper.send("GET", "/v1/cart")).body.itemCount;
    const add = () => copyOf(leaving).send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
    const own = (await leaving.send("GET", "/v1/cart")).body.id ?? "none yet";

    const racing = [add(), add(), leaving.send("DELETE", "/v1/sessions/current"), add(), add()] as const;
    const { status } = await racing[2];
    expect(status).toBe(204);
    const after = await Promise.all([add(), add(), add()]);
    for (const answer of after) expect(answer.body.id).not.toBe(own);

    const answers = await Promise.all([racing[0], racing[1], racing[3], racing[4]]);
    const counted = answers.filter(({ status, body }) => status === 200 && body.id === own).length;
    const { itemCount } = (await shopper.send("GET", "/v1/cart")).body;
    if (own !== "none yet") expect(itemCount - before, `round ${round}`).toBe(counted);
    if (itemCount > 80) await shopper.send("DELETE", "/v1/cart");
  }
});
