import { beforeAll, describe, expect, it } from "vitest";
import { mailTokenFor } from "../../../../packages/core/src/order/order.access.ts";
import { keyed, opened, orderOf } from "../../../support/bodies.ts";
import { type Client, client } from "../../../support/client.ts";
import { product } from "../../../support/products.ts";
import { account, signIn } from "../../support/customer.ts";

let sku: string;
beforeAll(async () => {
  ({ sku } = await product({ price: 2500, stock: 1000 }));
});

/** A guest's order, and the guest. */
async function guestOrder() {
  const guest = client();
  await guest.send("POST", "/v1/cart/items", { body: { sku, quantity: 1 } });
  const { body } = await guest.send("POST", "/v1/orders", { body: orderOf(2500), headers: keyed() });
  const { token, ...order } = body;
  return { guest, order, token: token as string };
}

const keep = (by: Client, body: object) => by.send("POST", "/v1/customers/me/orders", { body });
const ordersOf = async (by: Client) => (await by.send("GET", "/v1/customers/me/orders")).body.data;

describe("a guest's order", () => {
  it("becomes the customer's with its token, also if the request is repeated", async () => {
    const { order, token } = await guestOrder();
    const { shopper } = await account();
    for (let i = 0; i < 2; i++) {
      const answer = await keep(shopper, { id: order.id, token });
      expect([answer.status, answer.body]).toEqual([201, order]);
    }
    expect(await ordersOf(shopper)).toEqual([order]);
    expect((await shopper.send("GET", `/v1/orders/${order.id}`)).body).toEqual(order);
  });

  it("is found on the customer's other devices", async () => {
    const { order, token } = await guestOrder();
    const { shopper, email } = await account();
    await keep(shopper, { id: order.id, token });
    const other = client();
    await signIn(other, email);
    expect((await other.send("GET", `/v1/orders/${order.id}`)).status).toBe(200);
  });

  it("still opens with its token", async () => {
    const { order, token } = await guestOrder();
    await keep((await account()).shopper, { id: order.id, token });
    const answer = await client().send("GET", `/v1/orders/${order.id}`, { headers: opened(token) });
    expect(answer.status).toBe(200);
  });

  it("stays a guest's with the token of another order, or with its ID alone", async () => {
    const [one, two] = [await guestOrder(), await guestOrder()];
    const { shopper } = await account();
    const answer = await keep(shopper, { id: one.order.id, token: two.token });
    expect([answer.status, answer.body.code]).toEqual([404, "order.unknown"]);
    expect((await keep(shopper, { id: one.order.id })).status).toBe(422);
    expect(await ordersOf(shopper)).toEqual([]);
  });

  it("of another customer stays theirs", async () => {
    const { order, token } = await guestOrder();
    const [owner, other] = [(await account()).shopper, (await account()).shopper];
    await keep(owner, { id: order.id, token });
    const answer = await keep(other, { id: order.id, token });
    expect([answer.status, answer.body.code]).toEqual([404, "order.unknown"]);
    expect([await ordersOf(owner), await ordersOf(other)]).toEqual([[order], []]);
  });

  it("goes to exactly one of two customers who ask at once", async () => {
    const { order, token } = await guestOrder();
    const shoppers = [(await account()).shopper, (await account()).shopper];
    const answers = await Promise.all(shoppers.map((by) => keep(by, { id: order.id, token })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404]);
  });

  it("needs a customer", async () => {
    const { guest, order, token } = await guestOrder();
    const answer = await keep(guest, { id: order.id, token });
    expect([answer.status, answer.body.code]).toEqual([401, "session.required"]);
  });
});

describe("a guest who signs in", () => {
  it.each(["signs in to an account", "creates an account"])(
    "takes the orders of the session along: %s",
    async (how) => {
      const { guest, order } = await guestOrder();
      const { order: foreign } = await guestOrder();
      if (how === "creates an account") await account({ shopper: guest });
      else await signIn(guest, (await account()).email);
      expect(await ordersOf(guest)).toEqual([order]);
      expect((await guest.send("GET", `/v1/orders/${foreign.id}`)).status).toBe(404);
    },
  );

  it("takes no order from another customer's account along", async () => {
    const { guest, order } = await guestOrder();
    const first = await account({ shopper: guest });
    await guest.send("DELETE", "/v1/sessions/current");
    const { email } = await account();
    await signIn(guest, email);
    expect(await ordersOf(guest)).toEqual([]);
    await signIn(guest, first.email);
    expect(await ordersOf(guest)).toEqual([order]);
  });
});

describe("the link in an order's mails", () => {
  it("opens a guest's order on any device, and lets it be kept in an account", async () => {
    const { order } = await guestOrder();
    const token = mailTokenFor(order.id);
    const path = `/v1/orders/${order.id}`;
    expect((await client().send("GET", path, { headers: opened(token) })).body).toEqual(order);
    const { shopper } = await account();
    expect((await keep(shopper, { id: order.id, token })).status).toBe(201);
    expect(await ordersOf(shopper)).toEqual([order]);
  });

  it("opens neither another order nor a customer's, because a mail may be passed on", async () => {
    const { order } = await guestOrder();
    const { order: other } = await guestOrder();
    const read = (id: string, token: string) =>
      client().send("GET", `/v1/orders/${id}`, { headers: opened(token) });
    expect((await read(order.id, mailTokenFor(other.id))).status).toBe(404);
    await keep((await account()).shopper, { id: order.id, token: mailTokenFor(order.id) });
    expect((await read(order.id, mailTokenFor(order.id))).status).toBe(404);
  });
});
