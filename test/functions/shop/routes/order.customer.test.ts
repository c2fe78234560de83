import { beforeAll, describe, expect, it } from "vitest";
import { address, keyed, opened, orderOf } from "../../../support/bodies.ts";
import { fillCart } from "../../../support/cart.ts";
import { type Answer, type Client, client } from "../../../support/client.ts";
import { type CreatedProduct, product, run, variant } from "../../../support/products.ts";
import * as addresses from "../../support/addresses.ts";
import { account, signIn } from "../../support/customer.ts";

let garment: CreatedProduct;
beforeAll(async () => {
  garment = await product({ price: 2500, stock: 1000 });
});

/** A customer with one unit of the product in the cart. */
async function customer(): Promise<Client & { email: string }> {
  const { shopper, email } = await account();
  await fill(shopper);
  return { ...shopper, email };
}

async function guest(): Promise<Client> {
  const shopper = client();
  await fill(shopper);
  return shopper;
}

const fill = (shopper: Client, sku = garment.sku) =>
  shopper.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });

const storedAddress = async (shopper: Client): Promise<string> => (await addresses.add(shopper)).id;

const place = (shopper: Client, rest: Record<string, unknown> = {}, headers = keyed()): Promise<Answer> =>
  shopper.send("POST", "/v1/orders", { body: orderOf(2500, rest), headers });

const calls = ({ headers }: Answer): string[] =>
  [...(headers.get("server-timing") ?? "").matchAll(/(dynamodb|data-api)\./g)]
    .map(([, store]) => store ?? "")
    .sort();

const cancel = (shopper: Client, id: string, token?: string) =>
  shopper.send("POST", `/v1/orders/${id}/cancellation`, { headers: token ? opened(token) : {} });

describe("a customer's order", () => {
  it("uses the account's e-mail and a saved address, in two calls to DynamoDB and one to Aurora", async () => {
    const shopper = await customer();
    const shippingAddressId = await storedAddress(shopper);
    const answer = await place(shopper, { email: undefined, shippingAddress: undefined, shippingAddressId });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ email: shopper.email, shippingAddress: address });
    expect(answer.body.token).toBeUndefined();
    expect(calls(answer)).toEqual(["data-api", "dynamodb", "dynamodb"]);
  });

  it("keeps its address, whatever happens to the saved one", async () => {
    const shopper = await customer();
    const id = await storedAddress(shopper);
    const { body: order } = await place(shopper, { shippingAddress: undefined, shippingAddressId: id });
    await shopper.send("DELETE", `/v1/customers/me/addresses/${id}`);
    expect((await shopper.send("GET", `/v1/orders/${order.id}`)).body).toEqual(order);
  });

  it("is refused with another customer's address, a deleted one, both addresses or none, and changes nothing", async () => {
    const [shopper, other] = [await customer(), await customer()];
    const theirs = await storedAddress(other);
    const before = await variant(garment.sku);
    for (const rest of [
      { shippingAddress: undefined, shippingAddressId: theirs },
      { shippingAddress: undefined, shippingAddressId: `addr_${"0".repeat(26)}` },
      { shippingAddressId: theirs },
      { shippingAddress: undefined },
    ]) {
      const { status, body } = await place(shopper, rest);
      expect([status, body.code, body.errors.length]).toEqual([422, "request.invalid", 1]);
    }
    expect(await variant(garment.sku)).toEqual(before);
    expect((await shopper.send("GET", "/v1/cart")).body.itemCount).toBe(1);
  });

  it("returns the same order for the same key, and creates one", async () => {
    const shopper = await customer();
    const headers = keyed();
    const [first, ...again] = await Promise.all([1, 2, 3].map(() => place(shopper, {}, headers)));
    for (const answer of again) expect(answer.body).toEqual(first?.body);
    expect((await shopper.send("GET", "/v1/customers/me/orders")).body.data).toEqual([first?.body]);
  });
});

describe("a guest", () => {
  it("must send an e-mail and an address", async () => {
    const shopper = await guest();
    for (const [rest, pointer] of [
      [{ email: undefined }, "#/email"],
      [{ shippingAddress: undefined }, "#/shippingAddress"],
      [{ shippingAddress: undefined, shippingAddressId: `addr_${"0".repeat(26)}` }, "#/shippingAddressId"],
    ] as const) {
      const { status, body } = await place(shopper, rest);
      expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    }
  });
});

describe("an order", () => {
  it("is visible to its customer on every device, and to nobody else", async () => {
    const [shopper, other] = [await customer(), await customer()];
    const { body: order } = await place(shopper);
    const path = `/v1/orders/${order.id}`;
    const device = client();
    await signIn(device, shopper.email);
    for (const owner of [shopper, device]) expect((await owner.send("GET", path)).body).toEqual(order);
    for (const stranger of [other, client(), await guest()]) {
      expect((await stranger.send("GET", path)).body.code).toBe("order.unknown");
      expect((await stranger.send("GET", path, { headers: opened(order.id) })).body.code).toBe(
        "order.unknown",
      );
      expect((await cancel(stranger, order.id)).body.code).toBe("order.unknown");
    }
    expect((await shopper.send("GET", path)).body.status).toBe("open");
  });

  it("is visible to the guest's session, with its token, and to the account that the guest opens later", async () => {
    const shopper = await guest();
    const { body: order } = await place(shopper);
    const path = `/v1/orders/${order.id}`;
    expect((await client().send("GET", path, { headers: opened(order.token) })).status).toBe(200);
    expect((await shopper.send("GET", path)).status).toBe(200);
    await account({ shopper });
    expect((await shopper.send("GET", path)).status).toBe(200);
  });
});

describe("the history", () => {
  it("shows the customer's orders, the newest first, page by page, each once", async () => {
    const shopper = await customer();
    const placed: string[] = [(await place(shopper)).body.id];
    for (let i = 0; i < 4; i++) {
      await fill(shopper);
      placed.unshift((await place(shopper)).body.id);
    }
    const seen: string[] = [];
    for (let cursor = ""; ; ) {
      const answer = await shopper.send("GET", `/v1/customers/me/orders?limit=2${cursor}`);
      expect(calls(answer)).toEqual(["data-api", "dynamodb"]);
      seen.push(...answer.body.data.map(({ id }: { id: string }) => id));
      if (!answer.body.nextCursor) break;
      cursor = `&cursor=${answer.body.nextCursor}`;
    }
    expect(seen).toEqual(placed);
  });

  it("has shorter pages when orders have very many lines, and loses none", async () => {
    const shopper = await customer();
    await place(shopper);
    const skus = (await product({ price: 100, variants: Array.from({ length: 60 }, () => ({})) })).skus;
    for (let i = 0; i < 4; i++) {
      await fillCart(shopper, skus, 100);
      expect((await place(shopper, orderOf(6_000))).status).toBe(201);
    }
    const sizes: number[][] = [];
    for (let cursor = ""; ; ) {
      const { body } = await shopper.send("GET", `/v1/customers/me/orders?limit=100${cursor}`);
      sizes.push(body.data.map(({ lines }: { lines: unknown[] }) => lines.length));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(sizes).toEqual([
      [60, 60],
      [60, 60, 1],
    ]);
  });

  it("is for signed-in customers only", async () => {
    expect((await client().send("GET", "/v1/customers/me/orders")).body.code).toBe("session.required");
  });
});

describe("cancellation", () => {
  it("returns the stock once, however often and by however many requests at once", async () => {
    const shopper = await customer();
    const { body: order } = await place(shopper);
    const { stock } = await variant(garment.sku);
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => cancel(shopper, order.id)));
    for (const { status, body } of answers) expect([status, body.status]).toEqual([201, "canceled"]);
    expect((await cancel(shopper, order.id)).status).toBe(201);
    const [events] = await run("select count(*) from event where subject = :id and name = 'order.canceled'", {
      id: order.id,
    });
    expect([(await variant(garment.sku)).stock >= stock + 1, events]).toEqual([true, [1]]);
  });

  it("is possible for a guest with the token", async () => {
    const shopper = await guest();
    const { body: order } = await place(shopper);
    expect((await cancel(client(), order.id)).status).toBe(404);
    expect((await cancel(client(), order.id, order.token)).body.status).toBe("canceled");
  });

  it("is refused after a shipment, and leaves the stock unchanged", async () => {
    const mine = await product({ price: 2500, stock: 3 });
    const shopper = client();
    await fill(shopper, mine.sku);
    const { body: order } = await place(shopper);
    await run("update orders set fulfillment_status = 'shipped' where id = :id", { id: order.id });
    const { status, body } = await cancel(shopper, order.id, order.token);
    expect([status, body.code, (await variant(mine.sku)).stock]).toEqual([409, "order.not_cancelable", 2]);
  });
});
