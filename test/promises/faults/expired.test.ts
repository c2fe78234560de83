import { context } from "@myclothes/core/context";
import * as Session from "@myclothes/core/session";
import { expect, it } from "vitest";
import type { Item } from "../../../packages/core/src/aws/dynamo.ts";
import { putItem } from "../../../packages/core/src/aws/dynamo.write.ts";
import * as Carts from "../../../packages/core/src/cart/cart.table.ts";
import type { Session as Stored } from "../../../packages/core/src/session/session.rules.ts";
import * as Sessions from "../../../packages/core/src/session/session.table.ts";
import { readToken } from "../../../packages/core/src/session/token.rules.ts";
import { keyed, orderOf } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";
import { product } from "../../support/products.ts";
import { recordTrials } from "../../support/proof.ts";
import { type Random, random } from "../../support/random.ts";
import { LONG_TEST } from "../../support/timeouts.ts";
import { SEED, trials } from "./harness.ts";

// F11: DynamoDB deletes expired items days later. Until then an expired session or cart must not work, and others must.

const SECOND = 1_000;
const DAY = 86_400_000;
/** The time since the expiry: 1 s to 11 days if expired, else -1 min to -20 days. */
const timeSinceExpiry = (chance: Random, isExpired: boolean): number =>
  isExpired ? SECOND * (1 + chance.below(10 ** chance.below(7))) : -SECOND * (60 + chance.below(20 * 86_400));

const tokenOf = ({ jar }: Client) => readToken(jar.cookie.slice(jar.cookie.indexOf("=") + 1)) as never;

/** Changes the times of a stored session. */
async function setTimes(by: Client, times: Partial<Stored>): Promise<void> {
  const { session } = await Sessions.read(context(), tokenOf(by));
  await Sessions.writeBatch(context(), { created: [{ ...(session as Stored), ...times }] });
}

it(
  `an expired session or cart that is still stored does not work, ${trials()} times`,
  LONG_TEST,
  async () => {
    const { sku, skus } = await product({ price: 100, stock: 1_000_000, variants: [{}, {}] });
    const chance = random(SEED);
    for (let i = 0; i < trials(); i++) {
      const isExpired = chance.below(3) > 0;
      const by = client();
      await by.send("POST", "/v1/cart/items", { body: { sku, quantity: 2 } });
      const now = Date.now();
      const late = timeSinceExpiry(chance, isExpired);
      const kind = chance.pick(["idle", "absolute", "cart", "customer"]);
      if (kind === "idle") {
        const seenAt = new Date(now - 30 * DAY - late);
        await setTimes(by, { createdAt: seenAt, seenAt });
      }
      if (kind === "absolute") await setTimes(by, { createdAt: new Date(now - 90 * DAY - late) });
      if (kind === "cart") await expireCart(by, new Date(now - late));
      const where = `trial ${i}, seed ${SEED}: ${kind}, ${isExpired ? "expired" : "valid"} by ${late} ms`;

      if (kind === "customer") {
        const opened = await Session.createForCustomer(context(), undefined, Session.newOwner(new Date()), {
          epoch: 0,
        });
        by.jar.cookie = `__Host-session=${Session.tokenOf(opened)}`;
        const seenAt = new Date(now - 30 * DAY - late);
        await setTimes(by, { createdAt: seenAt, seenAt });
        expect((await by.send("GET", "/v1/sessions")).status, where).toBe(isExpired ? 401 : 200);
        expect((await by.send("GET", "/v1/customers/me/orders")).status, where).toBe(isExpired ? 401 : 200);
        continue;
      }
      const { body: cart } = await by.send("GET", "/v1/cart");
      expect(cart.itemCount, where).toBe(isExpired ? 0 : 2);
      const order = await by.send("POST", "/v1/orders", { body: orderOf(200), headers: keyed() });
      expect([order.status, order.body.code], where).toEqual(
        isExpired ? [422, "cart.empty"] : [201, undefined],
      );
      const { body: next } = await by.send("POST", "/v1/cart/items", {
        body: { sku: skus[1], quantity: 1 },
      });
      expect(
        next.lines.map((line: Item) => line.sku),
        where,
      ).toEqual([skus[1]]);
    }
    recordTrials({ promise: "F11", trials: trials(), seed: SEED });
  },
);

async function expireCart(by: Client, expiresAt: Date): Promise<void> {
  const { cart: item } = await Sessions.read(context(), tokenOf(by));
  const cart = Carts.parse(item as Item, { now: new Date(), isCustomer: false });
  await putItem(context(), Carts.item({ ...cart, expiresAt }), { expression: "attribute_exists(id)" });
}
