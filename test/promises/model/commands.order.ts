import { keyed, orderOf, STANDARD } from "../../support/bodies.ts";
import { type Command, plain, type Sent } from "./command.ts";
import { signedIn } from "./commands.account.ts";
import * as M from "./model.ts";
import type { Reply } from "./reply.ts";

/** `off`: the error of the expected total. */
export const order = (by: number, key: string, off = 0): Command => ({
  by,
  at: ({ state, name }) => {
    const { cart } = M.resume(state, state.jars[by] ?? null, name);
    const lines = cart.lines.map((line) => ({ ...line, price: M.variantOf(state, line.sku).price }));
    const body = orderOf(M.subtotal(lines) + off);
    const { amount } = body.expectedTotal;
    const expect: Sent["expect"] = (state, sessionId, newName) =>
      buy(state, sessionId, { newName, key, amount });
    return { ...plain(by, "POST", "/v1/orders", expect, body, keyed(key)), placesOrder: true };
  },
});

/** Orders the cart. `M.removeOrdered` removes its units later. */
function buy(
  state: M.State,
  sessionId: string | null,
  { newName, key, amount }: { newName: string; key: string; amount: number },
): Reply {
  const { owner, customer, isKnown, hasEnded, cart } = M.resume(state, sessionId, newName);
  if (!isKnown && M.isLate(state, sessionId)) return M.refusal(503, "cart.busy");
  if (hasEnded) return M.refusal(401, "session.expired");
  if (!isKnown) return M.refusal(422, "cart.empty");
  const asked = String(amount);
  const known = Object.entries(state.orders).filter(([, one]) => one.key === key);
  const earlier =
    known.find(([, { cart }]) => cart === owner) ?? known.find(([, { mergedInto }]) => mergedInto === owner);
  const hadUnremoved = cart.unremoved !== null;
  M.removeOrdered(state, owner);
  if (earlier && earlier[1].asked !== asked) return M.refusal(422, "idempotency.key_reused");
  if (earlier) {
    // A customer who repeats a guest's order becomes its owner.
    if (customer && earlier[1].cart !== owner) earlier[1].customer ??= owner;
    return { status: 201, replayed: true, order: { ...M.viewOrder(...earlier), canceled: false } };
  }
  if (hadUnremoved) return M.refusal(409, "cart.already_ordered");
  if (cart.lines.length === 0) return M.refusal(422, "cart.empty");
  const lines = cart.lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    price: M.variantOf(state, sku).price,
  }));
  const short = lines.filter(({ sku, quantity }) => M.variantOf(state, sku).stock < quantity);
  if (short.length > 0) return M.refusal(409, "stock.insufficient", { skus: short.map(({ sku }) => sku) });
  const total = M.subtotal(lines) + STANDARD;
  if (total !== amount) return M.refusal(409, "checkout.price_changed", { total });
  for (const { sku, quantity } of lines) M.variantOf(state, sku).stock -= quantity;
  const made = {
    cart: owner,
    mergedInto: null,
    key,
    asked,
    customer: customer ? owner : null,
    lines,
    total,
    canceled: false,
  };
  state.orders[newName] = made;
  const sold = Object.fromEntries(cart.lines.map(({ sku, quantity }) => [sku, quantity]));
  cart.unremoved = { order: newName, sold };
  cart.contested = true;
  return { status: 201, order: M.viewOrder(newName, made) };
}

/** A request about the order number `nth` of any shopper, with or without its token. */
const ofOrder = (
  by: number,
  nth: number,
  withToken: boolean,
  request: (id: string) => { method: string; path: string },
  then: (state: M.State, order: M.Order) => number,
): Command => ({
  by,
  at: ({ orders }) => {
    const known = orders[nth % Math.max(orders.length, 1)];
    if (!known) return undefined;
    const { method, path } = request(known.id);
    const token = withToken ? known.token : undefined;
    const expect: Sent["expect"] = (state, sessionId, newName) => {
      const { owner, customer, isKnown } = M.resume(state, sessionId, newName);
      if (!isKnown && method !== "GET" && M.isLate(state, sessionId)) return M.refusal(503, "cart.busy");
      const found = state.orders[known.name];
      // A guest has one session only.
      const isOwn = customer ? found?.customer === owner : isKnown && found?.cart === owner;
      if (!found || (token === undefined && !isOwn)) return M.refusal(404, "order.unknown");
      return { status: then(state, found), order: M.viewOrder(known.name, found) };
    };
    return plain(by, method, path, expect, undefined, token ? { "order-token": token } : {});
  },
});

export const readOrder = (by: number, nth: number, withToken: boolean): Command =>
  ofOrder(
    by,
    nth,
    withToken,
    (id) => ({ method: "GET", path: `/v1/orders/${id}` }),
    () => 200,
  );

export const cancel = (by: number, nth: number, withToken: boolean): Command =>
  ofOrder(
    by,
    nth,
    withToken,
    (id) => ({ method: "POST", path: `/v1/orders/${id}/cancellation` }),
    (state, order) => {
      if (!order.canceled) {
        for (const { sku, quantity } of order.lines) M.variantOf(state, sku).stock += quantity;
      }
      order.canceled = true;
      return 201;
    },
  );

export const history = (by: number): Command => ({
  by,
  at: () =>
    plain(
      by,
      "GET",
      "/v1/customers/me/orders?limit=100",
      signedIn((state, owner) => {
        const theirs = Object.entries(state.orders).filter(([, { customer }]) => customer === owner);
        return { status: 200, orders: theirs.map(([name]) => name).sort() };
      }),
    ),
});
