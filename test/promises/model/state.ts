import type { Reply } from "./reply.ts";

/** The state of the model shop as plain data, without stores, races or HTTP. Prices in minor units, times in ms, UTC. */
export interface State {
  now: number;
  variants: Variant[];
  /** By owner. A cart exists after its first write. */
  carts: Record<string, Cart>;
  sessions: Record<string, Session>;
  /** Visitors' tokens whose session is not stored yet. */
  tokens: Record<string, { owner: string; issued: number }>;
  /** Guests' sessions that were merged at a sign-in, and until when a late write of theirs gets `cart.busy`. */
  mergedUntil: Record<string, number>;
  accounts: Record<string, Account>;
  /** By the order's name in the model. */
  orders: Record<string, Order>;
  /** Password attempts, by device, e-mail number or account. */
  attempts: Record<string, { count: number; until: number }>;
  /** The accounts that each shopper's device has signed in to. */
  devices: number[][];
  /** The session that each shopper's browser holds. */
  jars: (string | null)[];
}

export interface Variant {
  price: number;
  stock: number;
  /** The stock now plus the units sold. */
  supplied: number;
  /** The stock in the shop's cache, which a cart's warnings use. */
  cachedStock: number | null;
}

export interface Line {
  sku: number;
  quantity: number;
  added: number;
}

export interface RecentWrite {
  key: string | undefined;
  asked: string;
}

export interface Cart {
  version: number;
  lines: Line[];
  recentWrites: RecentWrite[];
  /** An order whose units are still in the cart, and how many of each SKU. */
  unremoved: { order: string; sold: Record<number, number> } | null;
  /** Whether it was ordered in this step. Concurrent commands may have read it before. */
  contested: boolean;
}

export interface Session {
  owner: string;
  customer: boolean;
  created: number;
  lastSeen: number;
}

export interface Account {
  email: number;
  password: number;
}

export interface Order {
  cart: string;
  /** The customer whose cart the guest's cart was merged into. */
  mergedInto: string | null;
  key: string;
  asked: string;
  customer: string | null;
  lines: { sku: number; quantity: number; price: number }[];
  total: number;
  canceled: boolean;
}

export const SHOPPERS = 3;
export const DAY = 86_400_000;
export const RECENT_WRITES = 32;
export const MAX_ATTEMPTS = 10;

export const start = (
  now: number,
  shoppers: number,
  variants: { price: number; stock: number }[],
): State => ({
  now,
  variants: variants.map((one) => ({ ...one, supplied: one.stock, cachedStock: null })),
  carts: {},
  sessions: {},
  tokens: {},
  mergedUntil: {},
  accounts: {},
  orders: {},
  attempts: {},
  devices: Array.from({ length: shoppers }, () => []),
  jars: Array.from({ length: shoppers }, () => null),
});

export const refusal = (status: number, code: string, rest: Partial<Reply> = {}): Reply => ({
  status,
  code,
  ...rest,
});

export const newCart = (): Cart => ({
  version: 0,
  lines: [],
  recentWrites: [],
  unremoved: null,
  contested: false,
});

export const variantOf = ({ variants }: State, sku: number): Variant => {
  const variant = variants[sku];
  if (!variant) throw new Error(`The model has no variant ${sku}.`);
  return variant;
};

/** Idle for 30 days, or 90 days old. */
export const isAlive = ({ now }: State, { created, lastSeen }: Session): boolean =>
  now < Math.min(lastSeen + 30 * DAY, created + 90 * DAY);
