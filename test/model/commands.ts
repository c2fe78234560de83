import { address } from "../support/bodies.ts";
import * as M from "./model.ts";

/** What a command needs to know of the moment at which it is sent. */
export interface World {
  state: M.State;
  /** Names what the command makes: a session, an owner, an account, an order. */
  name: string;
  skus: string[];
  /** Marks the e-mails of this sequence. */
  run: string;
  /** The orders that have been made, the ids and tokens as the shop gave them. */
  orders: { name: string; id: string; token: string | undefined }[];
  /** The tag of each shopper's cart, just read for a command that asks for it. */
  etags: string[];
  /** What each shopper has sent under a key. */
  keyed: Sent[];
}

export interface Sent {
  by: number;
  method: string;
  path: string;
  body?: unknown;
  headers: Record<string, string>;
  /** What the model makes of it, by the session that it was sent with. */
  expect(state: M.State, sid: string | null, anew: string): M.Reply;
  /** Whether what it has sold is taken out of the cart after it. */
  sells?: boolean;
  /** What is done past HTTP instead. */
  edit?: { sku: number; price: number; stock: number };
  wait?: number;
}

/** One thing that somebody does. Undefined: there is nothing to do it with. */
export interface Command {
  by: number;
  /** Not in a race: the model has one answer for it only where nobody else is at it. */
  alone?: boolean;
  wantsTag?: boolean;
  at(world: World): Sent | undefined;
}

interface Options {
  key?: string | undefined;
  match?: "current" | "stale" | undefined;
}

const plain = (
  by: number,
  method: string,
  path: string,
  expect: Sent["expect"],
  body?: unknown,
  headers: Sent["headers"] = {},
): Sent => ({ by, method, path, expect, headers, ...(body !== undefined && { body }) });

export const browse = (by: number): Command => ({
  by,
  at: () =>
    plain(by, "GET", "/v1/cart", (state, sid, anew) => ({
      status: 200,
      cart: M.view(state, M.resume(state, sid, anew).cart),
    })),
});

/** Never from a memory. */
export const availability = (by: number, sku: number): Command => ({
  by,
  at: ({ skus }) =>
    plain(by, "GET", `/v1/variants/${skus[sku]}/availability`, (state) => ({
      status: 200,
      quantity: Math.min(M.variantOf(state, sku).stock, 20),
    })),
});

type Change = (state: M.State) => (lines: M.Line[]) => M.Line[] | M.Reply;

const write = (
  by: number,
  { key, match }: Options,
  request: (world: World) => { method: string; path: string; body?: unknown; needs: number[] | undefined },
  change: Change,
): Command => ({
  by,
  wantsTag: match !== undefined,
  at: (world) => {
    const { method, path, body, needs } = request(world);
    const { cart } = M.resume(world.state, world.state.jars[by] ?? null, world.name);
    const tag = match === "current" ? (world.etags[by] ?? "") : '"999999"';
    const expected = match === "current" ? cart.version : -1;
    const asked = `${method} ${path} ${JSON.stringify(body)}`;
    return plain(
      by,
      method,
      path,
      (state, sid, anew) =>
        M.write(state, sid, { key, asked, match: match && expected, anew, needs }, change(state)),
      body,
      { ...(key && { "idempotency-key": key }), ...(match && { "if-match": tag }) },
    );
  },
});

const place =
  (sku: number, quantity: (there: number) => number): Change =>
  (state) =>
  (lines) => {
    const there = lines.find((line) => line.sku === sku);
    const wanted = quantity(there?.quantity ?? 0);
    if (wanted > 99) return M.no(422, "cart.quantity_limit");
    if (there) return lines.map((line) => (line === there ? { ...line, quantity: wanted } : line));
    if (lines.length >= 100) return M.no(422, "cart.line_limit");
    return [...lines, { sku, quantity: wanted, added: M.variantOf(state, sku).price }];
  };

const without =
  (sku: number): Change =>
  () =>
  (lines) =>
    lines.some((line) => line.sku === sku) ? lines.filter((line) => line.sku !== sku) : lines;

/** -1 is a sku that nobody sells. */
const nameOf = ({ skus }: World, sku: number): string => (sku < 0 ? "NO-SUCH-SKU" : (skus[sku] ?? ""));
const needed = (sku: number) => (sku < 0 ? undefined : [sku]);

export const add = (by: number, sku: number, quantity: number, options: Options = {}): Command =>
  write(
    by,
    options,
    (world) => ({
      method: "POST",
      path: "/v1/cart/items",
      body: { sku: nameOf(world, sku), quantity },
      needs: needed(sku),
    }),
    place(sku, (there) => there + quantity),
  );

export const set = (by: number, sku: number, quantity: number, options: Options = {}): Command =>
  write(
    by,
    options,
    (world) => ({
      method: "PUT",
      path: `/v1/cart/items/${nameOf(world, sku)}`,
      body: { quantity },
      needs: quantity === 0 ? [] : needed(sku),
    }),
    quantity === 0 ? without(sku) : place(sku, () => quantity),
  );

export const remove = (by: number, sku: number, options: Options = {}): Command =>
  write(
    by,
    options,
    (world) => ({ method: "DELETE", path: `/v1/cart/items/${nameOf(world, sku)}`, needs: [] }),
    without(sku),
  );

export const empty = (by: number, options: Options = {}): Command =>
  write(
    by,
    options,
    () => ({ method: "DELETE", path: "/v1/cart", needs: [] }),
    () => (lines) => (lines.length === 0 ? lines : []),
  );

/** The same again, byte for byte, under its key, by the cookie of now. */
export const again = (by: number, back: number): Command => ({
  by,
  at: ({ keyed }) => {
    const sent = keyed.filter((sent) => sent.by === by && !("if-match" in sent.headers)).at(-1 - back);
    return sent && { ...sent };
  },
});

const PASSWORDS = ["an engine of one's own", "a room of one's own"];
const credentials = ({ run }: World, email: number, password: number) => ({
  email: `model-${run}-${email}@example.com`,
  password: PASSWORDS[password],
});

/** Ends the session that was given, merges its cart if it is a guest's, and opens the account's. */
function enter(state: M.State, sid: string | null, owner: string, anew: string): M.Reply {
  const before = sid === null ? undefined : state.sessions[sid];
  if (sid !== null && before && M.isAlive(state, before) && !before.customer) {
    const into = state.carts[owner] ?? M.newCart();
    M.spend(state, before.owner);
    M.merge(into, state.carts[before.owner] ?? M.newCart());
    if (into.version > 0) state.carts[owner] = into;
    delete state.carts[before.owner];
    state.moved[sid] = state.now + 10_000;
  }
  if (sid !== null) delete state.sessions[sid];
  M.open(state, anew, owner, true);
  return { status: 201, jar: anew };
}

const accountOf = ({ accounts }: M.State, email: number) =>
  Object.entries(accounts).find(([, account]) => account.email === email);

export const register = (by: number, email: number, password: number): Command => ({
  by,
  at: (world) =>
    plain(
      by,
      "POST",
      "/v1/customers",
      (state, sid, anew) => {
        if (accountOf(state, email)) return M.no(409, "customer.email_taken");
        state.accounts[anew] = { email, password };
        return enter(state, sid, anew, anew);
      },
      { ...credentials(world, email, password), name: "Ada" },
    ),
});

export const signIn = (by: number, email: number, password: number): Command => ({
  by,
  at: (world) =>
    plain(
      by,
      "POST",
      "/v1/sessions",
      (state, sid, anew) => {
        if (!M.claim(state, `email ${email}`)) return M.no(429, "session.too_many_attempts");
        const [owner, account] = accountOf(state, email) ?? [];
        if (!owner || account?.password !== password) return M.no(401, "session.bad_credentials");
        delete state.tries[`email ${email}`];
        return enter(state, sid, owner, anew);
      },
      credentials(world, email, password),
    ),
});

export const signOut = (by: number): Command => ({
  by,
  at: () =>
    plain(by, "DELETE", "/v1/sessions/current", (state, sid, anew) => {
      const { isKnown, customer } = M.resume(state, sid, anew);
      if (!isKnown && M.isLate(state, sid)) return M.no(503, "cart.busy");
      if (sid === null || (isKnown && !customer)) return M.no(401, "session.required");
      delete state.sessions[sid];
      return { status: 204, jar: null };
    }),
});

/** For who is signed in; `others` are the account's other sessions. */
const signedIn =
  (then: (state: M.State, owner: string, sid: string) => M.Reply): Sent["expect"] =>
  (state, sid, anew) => {
    const { customer, owner } = M.resume(state, sid, anew);
    return customer && sid !== null ? then(state, owner, sid) : M.no(401, "session.required");
  };

const sessionsOf = (state: M.State, owner: string) =>
  Object.entries(state.sessions).filter(([, one]) => one.owner === owner && M.isAlive(state, one));

export const sessions = (by: number): Command => ({
  by,
  alone: true,
  at: () =>
    plain(
      by,
      "GET",
      "/v1/sessions",
      signedIn((state, owner) => ({ status: 200, count: sessionsOf(state, owner).length })),
    ),
});

export const changePassword = (by: number, current: number, next: number): Command => ({
  by,
  alone: true,
  at: () =>
    plain(
      by,
      "PUT",
      "/v1/customers/me/password",
      signedIn((state, owner, sid) => {
        const account = state.accounts[owner];
        const isRight = M.claim(state, owner) && account?.password === current;
        // Who names the new one twice is taken for one whose answer was lost, at the price of a second try.
        if (!isRight && !M.claim(state, owner)) return M.no(429, "session.too_many_attempts");
        if (!account || (!isRight && account.password !== next)) return M.no(403, "customer.wrong_password");
        account.password = next;
        delete state.tries[owner];
        for (const [other] of sessionsOf(state, owner)) if (other !== sid) delete state.sessions[other];
        return { status: 204 };
      }),
      { currentPassword: PASSWORDS[current], newPassword: PASSWORDS[next] },
    ),
});

export const erase = (by: number): Command => ({
  by,
  alone: true,
  at: () =>
    plain(
      by,
      "DELETE",
      "/v1/customers/me",
      signedIn((state, owner) => {
        delete state.tries[owner];
        delete state.tries[`email ${state.accounts[owner]?.email}`];
        delete state.accounts[owner];
        delete state.carts[owner];
        for (const [sid] of sessionsOf(state, owner)) delete state.sessions[sid];
        return { status: 204, jar: null };
      }),
    ),
});

/** `off`: by how much the expected total is wrong. */
export const order = (by: number, key: string, off = 0): Command => ({
  by,
  at: ({ state, name }) => {
    const { cart } = M.resume(state, state.jars[by] ?? null, name);
    const lines = cart.lines.map((line) => ({ ...line, price: M.variantOf(state, line.sku).price }));
    const amount = M.subtotal(lines) + M.SHIPPING + off;
    const body = {
      email: "ada@example.com",
      shippingAddress: address,
      shippingOption: "standard",
      payment: { provider: "manual" },
      expectedTotal: { amount, currency: "USD" },
    };
    const expect: Sent["expect"] = (state, sid, anew) => buy(state, sid, { anew, key, amount });
    return { ...plain(by, "POST", "/v1/orders", expect, body, { "idempotency-key": key }), sells: true };
  },
});

/** Sells the cart as it is; `M.spend` then takes it out. */
function buy(
  state: M.State,
  sid: string | null,
  { anew, key, amount }: { anew: string; key: string; amount: number },
): M.Reply {
  const { owner, customer, isKnown, cart } = M.resume(state, sid, anew);
  if (!isKnown && M.isLate(state, sid)) return M.no(503, "cart.busy");
  if (!isKnown) return M.no(422, "cart.empty");
  const asked = String(amount);
  const earlier = Object.entries(state.orders).find(([, one]) => one.cart === owner && one.key === key);
  const wasUnspent = cart.unspent !== null;
  M.spend(state, owner);
  if (earlier && earlier[1].asked !== asked) return M.no(422, "idempotency.key_reused");
  if (earlier) {
    return { status: 201, replayed: true, order: { ...M.show(...earlier), canceled: false } };
  }
  if (wasUnspent) return M.no(409, "cart.already_ordered");
  if (cart.lines.length === 0) return M.no(422, "cart.empty");
  const lines = cart.lines.map(({ sku, quantity }) => ({
    sku,
    quantity,
    price: M.variantOf(state, sku).price,
  }));
  const short = lines.filter(({ sku, quantity }) => M.variantOf(state, sku).stock < quantity);
  if (short.length > 0) return M.no(409, "stock.insufficient", { skus: short.map(({ sku }) => sku) });
  const total = M.subtotal(lines) + M.SHIPPING;
  if (total !== amount) return M.no(409, "checkout.price_changed", { total });
  for (const { sku, quantity } of lines) M.variantOf(state, sku).stock -= quantity;
  const made = { cart: owner, key, asked, customer: customer ? owner : null, lines, total, canceled: false };
  state.orders[anew] = made;
  cart.unspent = { order: anew, lines: cart.lines };
  cart.contested = true;
  return { status: 201, order: M.show(anew, made) };
}

/** The order at `nth` of those there are, with its token or without, whosever it is. */
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
    return plain(by, method, token ? `${path}?token=${token}` : path, (state, sid, anew) => {
      const { owner, customer, isKnown } = M.resume(state, sid, anew);
      if (!isKnown && method !== "GET" && M.isLate(state, sid)) return M.no(503, "cart.busy");
      const found = state.orders[known.name];
      const isTheirs = token !== undefined || (customer && found?.customer === owner);
      if (!found || !isTheirs) return M.no(404, "order.unknown");
      return { status: then(state, found), order: M.show(known.name, found) };
    });
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

/** By who keeps the shop: `Catalog.change`. */
export const edit = (sku: number, price: number, stock: number): Command => ({
  by: 0,
  alone: true,
  at: () => ({
    ...plain(0, "EDIT", "", (state) => {
      const variant = M.variantOf(state, sku);
      const supplied = variant.supplied + stock - variant.stock;
      Object.assign(variant, { price, stock, supplied, remembered: null });
      return { status: 200 };
    }),
    edit: { sku, price, stock },
  }),
});

export const wait = (days: number): Command => ({
  by: 0,
  alone: true,
  at: () => ({ ...plain(0, "WAIT", "", (state) => pass(state, days * M.DAY)), wait: days * M.DAY }),
});

/** Longer than the shop remembers what it has read of the catalogue. */
export function pass(state: M.State, ms: number): M.Reply {
  state.now += ms;
  for (const variant of state.variants) variant.remembered = null;
  return { status: 200 };
}
