import type { Reply, ShownCart, ShownOrder } from "./reply.ts";

/** What the shop should be, as plain data: no store, no race, no HTTP. Prices in minor units, times in ms, UTC. */
export interface State {
  now: number;
  variants: Variant[];
  /** By the owner; a cart that nobody has written to is not there. */
  carts: Record<string, Cart>;
  sessions: Record<string, Session>;
  /** Tokens that visitors hold and that nothing is stored for. */
  tokens: Record<string, { owner: string; issued: number }>;
  /** Guests' sessions that have become a customer's, and until when a late write by them is told to try again. */
  moved: Record<string, number>;
  accounts: Record<string, Account>;
  /** By the number of the order, as the model counts. */
  orders: Record<string, Order>;
  /** Tries at a password, by the device, the e-mail's number or the account. */
  tries: Record<string, { count: number; until: number }>;
  /** The accounts that each shopper's device has signed in to. */
  devices: number[][];
  /** The session that each shopper's browser holds. */
  jars: (string | null)[];
}

interface Variant {
  price: number;
  stock: number;
  /** All that has ever been put on the shelf: in stock now, or sold. */
  supplied: number;
  /** What a cart says of the stock may be older than the stock. */
  remembered: number | null;
}

export interface Line {
  sku: number;
  quantity: number;
  added: number;
}

interface Mark {
  key: string | undefined;
  asked: string;
}

export interface Cart {
  version: number;
  lines: Line[];
  marks: Mark[];
  /** An order whose units have not been removed yet: how many of each sku are still in the cart. */
  unspent: { order: string; sold: Record<number, number> } | null;
  /** Whether it was ordered within this step: what races with that may have read it before. */
  contested: boolean;
}

interface Session {
  owner: string;
  customer: boolean;
  created: number;
  seen: number;
}

interface Account {
  email: number;
  password: number;
}

export interface Order {
  cart: string;
  /** The customer whose cart it was merged into, if a guest has placed it. */
  into: string | null;
  key: string;
  asked: string;
  customer: string | null;
  lines: { sku: number; quantity: number; price: number }[];
  total: number;
  canceled: boolean;
}

export const SHOPPERS = 3;
export const DAY = 86_400_000;
const MARKS_KEPT = 32;
const TRIES = 10;

export const start = (
  now: number,
  shoppers: number,
  variants: { price: number; stock: number }[],
): State => ({
  now,
  variants: variants.map((one) => ({ ...one, supplied: one.stock, remembered: null })),
  carts: {},
  sessions: {},
  tokens: {},
  moved: {},
  accounts: {},
  orders: {},
  tries: {},
  devices: Array.from({ length: shoppers }, () => []),
  jars: Array.from({ length: shoppers }, () => null),
});

export const no = (status: number, code: string, rest: Partial<Reply> = {}): Reply => ({
  status,
  code,
  ...rest,
});

export const newCart = (): Cart => ({ version: 0, lines: [], marks: [], unspent: null, contested: false });

export const variantOf = ({ variants }: State, sku: number): Variant => {
  const variant = variants[sku];
  if (!variant) throw new Error(`The model has no variant ${sku}.`);
  return variant;
};

/** Idle for 30 days, or 90 days old. */
export const isAlive = ({ now }: State, { created, seen }: Session): boolean =>
  now < Math.min(seen + 30 * DAY, created + 90 * DAY);

export interface Shopper {
  owner: string;
  customer: boolean;
  /** Whether the session is stored. */
  isKnown: boolean;
  /** Whether the browser holds a token that this session goes by. */
  isHeld: boolean;
  /** Whether it sent a token whose session has ended. */
  hasEnded: boolean;
  cart: Cart;
}

/** Who asks by this session; `anew` names the owner and the session that a stranger's first write begins. */
export function resume(state: State, sid: string | null, anew: string): Shopper {
  const session = sid === null ? undefined : state.sessions[sid];
  const token = sid === null ? undefined : state.tokens[sid];
  if (session && isAlive(state, session)) {
    if (state.now - session.seen >= DAY) session.seen = state.now;
    const { owner, customer } = session;
    const cart = state.carts[owner] ?? newCart();
    return { owner, customer, isKnown: true, isHeld: true, hasEnded: false, cart };
  }
  const guest = { customer: false, isKnown: false, cart: newCart() };
  if (token && state.now < token.issued + 30 * DAY) {
    return { ...guest, owner: token.owner, isHeld: true, hasEnded: false };
  }
  return { ...guest, owner: anew, isHeld: false, hasEnded: sid !== null };
}

/** The cart as it is read; a visitor without a token gets one. */
export function read(state: State, sid: string | null, anew: string): Reply {
  const shopper = resume(state, sid, anew);
  const issues = !shopper.isHeld && !isLate(state, sid);
  if (issues) state.tokens[anew] = { owner: anew, issued: state.now };
  return { status: 200, cart: viewFor(state, shopper, shopper.cart), ...(issues && { jar: anew }) };
}

export const isLate = ({ now, moved }: State, sid: string | null): boolean =>
  sid !== null && (moved[sid] ?? 0) > now;

/** What the shop reads of the catalogue for a cart, it remembers. */
export function look(state: State, skus: number[]): void {
  for (const sku of skus) variantOf(state, sku).remembered ??= variantOf(state, sku).stock;
}

export function view(state: State, { lines }: Cart): ShownCart {
  look(
    state,
    lines.map(({ sku }) => sku),
  );
  const shown = lines.map((line) => ({ ...line, price: variantOf(state, line.sku).price }));
  return {
    lines: shown,
    itemCount: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: subtotal(shown),
    warnings: shown.flatMap(({ sku, quantity, added, price }) => [
      ...(quantity > (variantOf(state, sku).remembered ?? 0) ? [`stock.insufficient ${sku}`] : []),
      ...(price === added ? [] : [`price.changed ${sku}`]),
    ]),
  };
}

/** The cart as this shopper sees it. */
function viewFor(state: State, { hasEnded }: Shopper, cart: Cart): ShownCart {
  const shown = view(state, cart);
  return hasEnded ? { ...shown, warnings: ["session.ended -1", ...shown.warnings] } : shown;
}

export const subtotal = (lines: { quantity: number; price: number }[]): number =>
  lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

interface Write {
  key: string | undefined;
  asked: string;
  /** The version that the cart must still have. */
  match: number | undefined;
  /** Names the session that begins where there is none. */
  anew: string;
  /** What must be known of the catalogue for it; undefined: an unknown sku. */
  needs: number[] | undefined;
}

/** One write to a cart; `change` returns the same lines where there is nothing to change. */
export function write(
  state: State,
  sid: string | null,
  { key, asked, match, anew, needs }: Write,
  change: (lines: Line[]) => Line[] | Reply,
): Reply {
  const shopper = resume(state, sid, anew);
  const { cart, owner } = shopper;
  if (!shopper.isKnown && isLate(state, sid)) return no(503, "cart.busy");
  const mark = key === undefined ? undefined : cart.marks.find((mark) => mark.key === key);
  if (mark && mark.asked !== asked) return no(422, "idempotency.key_reused");
  if (mark) return { status: 200, cart: viewFor(state, shopper, cart) };
  const skus = cart.lines.map(({ sku }) => sku);
  if (!needs) {
    look(state, skus);
    return no(404, "catalog.unknown_sku");
  }
  if (needs.length > 0) look(state, [...needs, ...skus]);
  if (match !== undefined && match !== cart.version) return no(412, "cart.changed");
  const lines = change(cart.lines);
  if (!Array.isArray(lines)) return lines;
  if (lines !== cart.lines || (key !== undefined && (shopper.customer || cart.version > 0))) {
    keepSold(cart, lines);
    cart.lines = lines;
    cart.version++;
    cart.marks = [...cart.marks, { key, asked }].slice(-MARKS_KEPT);
    state.carts[owner] = cart;
  }
  const begins = cart.version > 0 && !shopper.isKnown;
  const sent = shopper.isHeld ? sid : null;
  if (begins) open(state, sent ?? anew, owner, false);
  if (begins && sent !== null) delete state.tokens[sent];
  return {
    status: 200,
    cart: viewFor(state, shopper, cart),
    ...(begins && sent === null && { jar: anew }),
  };
}

/** What is removed from a line are units that were sold, as long as there are any. */
function keepSold({ unspent, lines }: Cart, next: Line[]): void {
  if (!unspent) return;
  for (const { sku, quantity } of lines) {
    const left = next.find((line) => line.sku === sku)?.quantity ?? 0;
    unspent.sold[sku] = Math.max(0, (unspent.sold[sku] ?? 0) - Math.max(0, quantity - left));
  }
}

export function open(state: State, sid: string, owner: string, customer: boolean): void {
  state.sessions[sid] = { owner, customer, created: state.now, seen: state.now };
}

/** Line by line the larger quantity, up to 100 lines; and what the guest has written is remembered. */
export function merge(into: Cart, { version, lines: theirs, marks: more }: Cart): void {
  if (version === 0) return;
  const of = (sku: number) => theirs.find((line) => line.sku === sku)?.quantity ?? 0;
  const larger = into.lines.map((line) => ({ ...line, quantity: Math.max(line.quantity, of(line.sku)) }));
  const added = theirs.filter(({ sku }) => !into.lines.some((line) => line.sku === sku));
  const lines = [...larger, ...added].slice(0, 100);
  const isNew = ({ key }: Mark) => key === undefined || !into.marks.some((mark) => mark.key === key);
  const share = Math.max(MARKS_KEPT / 2, MARKS_KEPT - into.marks.length);
  const marks = more.slice(-share).filter(isNew);
  into.lines = lines;
  into.marks = [...into.marks, ...marks].slice(-MARKS_KEPT);
  into.version++;
}

/** Removes what an order has sold; what was added since stays. */
export function spend(state: State, owner: string): void {
  const cart = state.carts[owner];
  if (!cart?.unspent) return;
  const { sold } = cart.unspent;
  cart.lines = cart.lines
    .map((line) => ({ ...line, quantity: line.quantity - (sold[line.sku] ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  cart.version++;
  cart.unspent = null;
}

export const show = (name: string, { lines, total, canceled }: Order): ShownOrder => ({
  name,
  lines,
  total,
  canceled,
});

/** Counts a try at a password; false: there have been too many in this quarter of an hour. */
export function claim({ tries, now }: State, whose: string): boolean {
  const known = tries[whose];
  const window = known && known.until > now ? known : { count: 0, until: now + 15 * 60_000 };
  if (window.count >= TRIES) return false;
  tries[whose] = { ...window, count: window.count + 1 };
  return true;
}
