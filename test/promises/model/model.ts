import type { Reply, ShownCart, ShownOrder } from "./reply.ts";
import {
  type Cart,
  DAY,
  isAlive,
  type Line,
  MAX_ATTEMPTS,
  newCart,
  type Order,
  RECENT_WRITES,
  type RecentWrite,
  refusal,
  type State,
  variantOf,
} from "./state.ts";

export * from "./state.ts";

export interface Shopper {
  owner: string;
  customer: boolean;
  /** Whether the session is stored. */
  isKnown: boolean;
  /** Whether the browser has a token of this session. */
  hasToken: boolean;
  /** Whether the browser sent a token of an ended session. */
  hasEnded: boolean;
  cart: Cart;
}

/** The shopper of a session. `newName` names the owner and session that a new visitor's first write creates. */
export function resume(state: State, sessionId: string | null, newName: string): Shopper {
  const session = sessionId === null ? undefined : state.sessions[sessionId];
  const token = sessionId === null ? undefined : state.tokens[sessionId];
  if (session && isAlive(state, session)) {
    if (state.now - session.lastSeen >= DAY) session.lastSeen = state.now;
    const { owner, customer } = session;
    const cart = state.carts[owner] ?? newCart();
    return { owner, customer, isKnown: true, hasToken: true, hasEnded: false, cart };
  }
  const guest = { customer: false, isKnown: false, cart: newCart() };
  if (token && state.now < token.issued + 30 * DAY) {
    return { ...guest, owner: token.owner, hasToken: true, hasEnded: false };
  }
  return { ...guest, owner: newName, hasToken: false, hasEnded: sessionId !== null };
}

/** Reads the cart. A visitor without a token gets one. */
export function read(state: State, sessionId: string | null, newName: string): Reply {
  const shopper = resume(state, sessionId, newName);
  const issues = !shopper.hasToken && !isLate(state, sessionId);
  if (issues) state.tokens[newName] = { owner: newName, issued: state.now };
  return { status: 200, cart: viewFor(state, shopper, shopper.cart), ...(issues && { jar: newName }) };
}

export const isLate = ({ now, mergedUntil }: State, sessionId: string | null): boolean =>
  sessionId !== null && (mergedUntil[sessionId] ?? 0) > now;

/** The shop caches the variants that it reads. */
export function loadVariants(state: State, skus: number[]): void {
  for (const sku of skus) variantOf(state, sku).cachedStock ??= variantOf(state, sku).stock;
}

export function viewCart(state: State, { lines }: Cart): ShownCart {
  loadVariants(
    state,
    lines.map(({ sku }) => sku),
  );
  const shown = lines.map((line) => ({ ...line, price: variantOf(state, line.sku).price }));
  return {
    lines: shown,
    itemCount: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    subtotal: subtotal(shown),
    warnings: shown.flatMap(({ sku, quantity, added, price }) => [
      ...(quantity > (variantOf(state, sku).cachedStock ?? 0) ? [`stock.insufficient ${sku}`] : []),
      ...(price === added ? [] : [`price.changed ${sku}`]),
    ]),
  };
}

/** The cart as this shopper sees it. */
function viewFor(state: State, { hasEnded }: Shopper, cart: Cart): ShownCart {
  const shown = viewCart(state, cart);
  return hasEnded ? { ...shown, warnings: ["session.ended -1", ...shown.warnings] } : shown;
}

export const subtotal = (lines: { quantity: number; price: number }[]): number =>
  lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);

interface Write {
  key: string | undefined;
  asked: string;
  /** The expected version of the cart. */
  match: number | undefined;
  /** The name of a session that this write creates. */
  newName: string;
  /** The variants that it reads. Undefined: the SKU is unknown. */
  needs: number[] | undefined;
}

/** One write to a cart. `change` returns the same array if nothing changes. */
export function write(
  state: State,
  sessionId: string | null,
  { key, asked, match, newName, needs }: Write,
  change: (lines: Line[]) => Line[] | Reply,
): Reply {
  const shopper = resume(state, sessionId, newName);
  const { cart, owner } = shopper;
  if (!shopper.isKnown && isLate(state, sessionId)) return refusal(503, "cart.busy");
  const mark = key === undefined ? undefined : cart.recentWrites.find((mark) => mark.key === key);
  if (mark && mark.asked !== asked) return refusal(422, "idempotency.key_reused");
  if (mark) return { status: 200, cart: viewFor(state, shopper, cart) };
  const skus = cart.lines.map(({ sku }) => sku);
  if (!needs) {
    loadVariants(state, skus);
    return refusal(404, "catalog.unknown_sku");
  }
  if (needs.length > 0) loadVariants(state, [...needs, ...skus]);
  if (match !== undefined && match !== cart.version) return refusal(412, "cart.changed");
  const lines = change(cart.lines);
  if (!Array.isArray(lines)) return lines;
  if (lines !== cart.lines || (key !== undefined && (shopper.customer || cart.version > 0))) {
    countRemoved(cart, lines);
    cart.lines = lines;
    cart.version++;
    cart.recentWrites = [...cart.recentWrites, { key, asked }].slice(-RECENT_WRITES);
    state.carts[owner] = cart;
  }
  const begins = cart.version > 0 && !shopper.isKnown;
  const sent = shopper.hasToken ? sessionId : null;
  if (begins) open(state, sent ?? newName, owner, false);
  if (begins && sent !== null) delete state.tokens[sent];
  return {
    status: 200,
    cart: viewFor(state, shopper, cart),
    ...(begins && sent === null && { jar: newName }),
  };
}

/** Units that the shopper removes from a line count as ordered units first. */
function countRemoved({ unremoved, lines }: Cart, next: Line[]): void {
  if (!unremoved) return;
  for (const { sku, quantity } of lines) {
    const left = next.find((line) => line.sku === sku)?.quantity ?? 0;
    unremoved.sold[sku] = Math.max(0, (unremoved.sold[sku] ?? 0) - Math.max(0, quantity - left));
  }
}

export function open(state: State, sessionId: string, owner: string, customer: boolean): void {
  state.sessions[sessionId] = { owner, customer, created: state.now, lastSeen: state.now };
}

/** Merges a guest's cart: the larger quantity of each line, up to 100 lines, and the guest's recent writes. */
export function merge(mergedInto: Cart, { version, lines: theirs, recentWrites: more }: Cart): void {
  if (version === 0) return;
  const of = (sku: number) => theirs.find((line) => line.sku === sku)?.quantity ?? 0;
  const larger = mergedInto.lines.map((line) => ({
    ...line,
    quantity: Math.max(line.quantity, of(line.sku)),
  }));
  const added = theirs.filter(({ sku }) => !mergedInto.lines.some((line) => line.sku === sku));
  const lines = [...larger, ...added].slice(0, 100);
  const isNew = ({ key }: RecentWrite) =>
    key === undefined || !mergedInto.recentWrites.some((mark) => mark.key === key);
  const share = Math.max(RECENT_WRITES / 2, RECENT_WRITES - mergedInto.recentWrites.length);
  const recentWrites = more.slice(-share).filter(isNew);
  mergedInto.lines = lines;
  mergedInto.recentWrites = [...mergedInto.recentWrites, ...recentWrites].slice(-RECENT_WRITES);
  mergedInto.version++;
}

/** Removes ordered units. Units that were added later stay. */
export function removeOrdered(state: State, owner: string): void {
  const cart = state.carts[owner];
  if (!cart?.unremoved) return;
  const { sold } = cart.unremoved;
  cart.lines = cart.lines
    .map((line) => ({ ...line, quantity: line.quantity - (sold[line.sku] ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
  cart.version++;
  cart.unremoved = null;
}

export const viewOrder = (name: string, { lines, total, canceled }: Order): ShownOrder => ({
  name,
  lines,
  total,
  canceled,
});

/** Counts a password attempt. Returns false if there were too many in these 15 minutes. */
export function consumeAttempt({ attempts, now }: State, whose: string): boolean {
  const known = attempts[whose];
  const window = known && known.until > now ? known : { count: 0, until: now + 15 * 60_000 };
  if (window.count >= MAX_ATTEMPTS) return false;
  attempts[whose] = { ...window, count: window.count + 1 };
  return true;
}
