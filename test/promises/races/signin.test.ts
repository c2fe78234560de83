import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import { account, lines, signIn } from "../../functions/support/customer.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { client, copyOf } from "../../support/client.ts";
import { hashing } from "../../support/password-hash.ts";
import { product } from "../../support/products.ts";
import { needsAnotherRound, rounds } from "../../support/rounds.ts";
import { LONG_TEST } from "../../support/timeouts.ts";

const ROUNDS = rounds(300, "C11");
// The hash leaves time for other requests during the sign-in.
beforeAll(() => {
  hashing.isCheap = false;
});

it(
  `keeps every acknowledged add of a guest's tabs while another tab signs in, ${ROUNDS} times`,
  LONG_TEST,
  async () => {
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
          const { status } = await own.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
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
  },
);

it(
  `removes from the customer's cart what the guest orders during the sign-in, ${ROUNDS} times`,
  LONG_TEST,
  async () => {
    const { skus } = await product({ price: 100, stock: 100_000, variants: [{}, {}] });
    const [own = "", wanted = ""] = skus;
    const outcomes = { ordered: 0, refused: 0 };
    const since = performance.now();
    let took = 140;
    for (let round = 0; needsAnotherRound(round, ROUNDS, () => outcomes.ordered > 0, since); round++) {
      const { email, shopper } = await account();
      await shopper.send("POST", "/v1/cart/items", { body: { sku: own, quantity: 2 } });
      const guest = client();
      for (const sku of [own, wanted]) {
        await guest.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
      }
      const customer = copyOf(guest);
      const ordering = async () => {
        // Orders at some moment of the sign-in, whose duration the last round has measured.
        await sleep((((round * 7) % 140) / 140) * took);
        return guest.send("POST", "/v1/orders", { body: orderOf(200), headers: keyed() });
      };
      const started = performance.now();
      const signingIn = signIn(customer, email).finally(() => {
        took = performance.now() - started;
      });
      const [signedIn, ordered] = await Promise.all([signingIn, ordering()]);
      expect(signedIn.status).toBe(201);
      const sold = ordered.status === 201;
      expect(sold || [503, 422].includes(ordered.status), JSON.stringify(ordered.body)).toBe(true);
      outcomes[sold ? "ordered" : "refused"]++;
      expect(await lines(customer), `round ${round}, ${ordered.status}`).toEqual(
        sold ? { [own]: 2 } : { [own]: 2, [wanted]: 1 },
      );
    }
  },
);
