import { address, keyed, orderOf } from "../../support/bodies.ts";
import { type Client, client } from "../../support/client.ts";
import { expectStock } from "../../support/oracles.ts";
import { product } from "../../support/products.ts";
import { account, newEmail, PASSWORD, signIn } from "./customer.ts";
import { type BodyRoute, type Known, sample } from "./inputs.ts";
import { requestReset, tokenTo } from "./links.ts";

const ADDRESSES = "/v1/customers/me/addresses";
const PRICE = 1;
const STOCK = 1_000_000;

/** These bodies contain the account's own e-mail, because changes to another one are limited. */
const OWN = ["POST /v1/sessions", "POST /v1/customers/me/email-changes"];

/** The lists that belong to a customer. */
export const LISTS = [ADDRESSES, "/v1/customers/me/orders", "/v1/sessions"];

/** A customer with two entries in each list, and an item in the cart. */
export async function resident() {
  const { sku } = await product({ price: PRICE, stock: STOCK });
  const { email, shopper } = await account();
  await requestReset(email);
  const token = await tokenTo(email);
  await signIn(client(), email);
  const fill = () => shopper.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: 1 } });
  const ids: string[] = [];
  for (let i = 0; i < 2; i++) {
    await fill();
    const { body } = await shopper.send("POST", "/v1/orders", { body: orderOf(PRICE), headers: keyed() });
    ids.push((await shopper.send("POST", ADDRESSES, { body: address })).body.id, body.id);
  }
  await fill();
  const guest = client();
  await guest.send("PUT", `/v1/cart/items/${sku}`, { body: { quantity: 1 } });
  const { body: order } = await guest.send("POST", "/v1/orders", { body: orderOf(PRICE), headers: keyed() });
  const passwords = { password: PASSWORD, currentPassword: PASSWORD, newPassword: PASSWORD };
  const known: Known = {
    sku,
    id: order.id,
    token: order.token,
    ...passwords,
    amount: orderOf(PRICE).expectedTotal.amount,
  };
  const [id = ""] = ids;
  return {
    shopper,
    /** The ids of an address and an order, twice. */
    ids,
    expectStock: () => expectStock([sku], STOCK),
    /** Fills the cart as `bodyFor` orders it. */
    fill,
    pathOf: ({ template }: Pick<BodyRoute, "template">) =>
      template.replace(":sku", sku).replace(":id", id).replace(":token", token),
    /** A body that succeeds, however often it is sent. */
    bodyFor: ({ json, name }: BodyRoute) =>
      sample(json, { ...known, email: OWN.includes(name) ? email : newEmail() }) as object,
  };
}
export type Resident = Awaited<ReturnType<typeof resident>>;

/** Everything that the shop shows a customer of the stored data. */
export async function stateOf(shopper: Client) {
  const read = async (path: string) => (await shopper.send("GET", path)).body;
  const lists = [];
  for (const path of LISTS) lists.push(...(await read(`${path}?limit=100`)).data);
  return [await read("/v1/cart"), await read("/v1/customers/me"), ...lists];
}
