import * as z from "zod";
import { type Item, type Key, readItems } from "../aws/dynamo.ts";
import { type ConditionalPut, type Put, putItem, putItems } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import { StoredAddress } from "../customer/address.schema.ts";
import type { Line } from "./cart.lines.rules.ts";
import type { Cart } from "./cart.rules.ts";

const StoredLine = z.object({
  sku: z.string(),
  quantity: z.int(),
  addedPrice: z.int(),
  /** Pairs of version and quantity. Missing if an earlier version of the shop wrote the line. */
  lots: z.array(z.tuple([z.int(), z.int()])).optional(),
});

const StoredCheckout = z.object({
  version: z.int(),
  changedAt: z.int(),
  email: z.string().optional(),
  note: z.string().optional(),
  shippingAddress: StoredAddress.optional(),
  discountCodes: z.array(z.string()).optional(),
});

/** The attributes keep their older names. `parse` and `item` translate them. */
const Stored = z.object({
  id: z.string(),
  version: z.int(),
  lines: z.array(StoredLine),
  /** `recentWrites` */
  marks: z.array(z.string()),
  /** Missing if nothing was entered, or if an earlier version of the shop wrote the cart. */
  checkout: StoredCheckout.optional(),
  orderedVersion: z.int().optional(),
  /** The former name of `orderedVersion`. */
  spent: z.int().optional(),
  /** `minSessionEpoch` */
  epoch: z.int(),
  expiresAt: z.int().optional(),
  /** `mergedAt` */
  movedAt: z.coerce.date().optional(),
});

export const key = (id: string): Key => ({ table: "Carts", key: { id } });

/** DynamoDB may still return an expired cart. It counts as empty, but keeps its version. */
export function parse(item: Item, { now, isCustomer }: { now: Date; isCustomer: boolean }): Cart {
  const {
    id,
    version,
    lines,
    checkout,
    marks,
    spent = 0,
    orderedVersion = spent,
    epoch,
    movedAt,
    ...stored
  } = Stored.parse(item);
  const expiresAt = stored.expiresAt === undefined ? undefined : new Date(stored.expiresAt * 1000);
  const hasExpired = expiresAt !== undefined && expiresAt <= now;
  return {
    id,
    version,
    lines: hasExpired ? [] : lines.map((line) => parseLine(line, version)),
    ...(checkout && !hasExpired && { checkout }),
    recentWrites: marks,
    orderedVersion,
    minSessionEpoch: epoch,
    expiresAt,
    // Only a customer's cart does not expire.
    isCustomer: isCustomer || !expiresAt,
    ...(movedAt && { mergedAt: movedAt }),
  };
}

/**
 * Units of unknown age count as added by the last change. Then an ordered unit may stay in the cart, but no
 * new unit is lost.
 */
function parseLine({ lots = [], ...line }: z.infer<typeof StoredLine>, version: number): Line {
  const known = lots.map(([version, quantity]) => ({ version, quantity }));
  const isWhole = known.reduce((total, lot) => total + lot.quantity, 0) === line.quantity;
  return { ...line, lots: isWhole ? known : [{ version, quantity: line.quantity }] };
}

export const read = async (ctx: Context, cart: Cart): Promise<Cart | undefined> =>
  (await readAll(ctx, [cart]))[0];

/** The stored carts, in the same order. Undefined for each that is not stored. */
export async function readAll(ctx: Context, carts: Cart[]): Promise<(Cart | undefined)[]> {
  const items = await readItems(
    ctx,
    carts.map(({ id }) => key(id)),
  );
  return items.map(
    (item, i) => item && parse(item, { now: ctx.now, isCustomer: carts[i]?.isCustomer ?? false }),
  );
}

/**
 * Replaces the cart if the stored one is still at `version`. False: another write was faster, perhaps our own
 * first attempt.
 */
export const replace = (ctx: Context, cart: Cart, version: number): Promise<boolean> =>
  putItem(ctx, item(cart), atVersion(version), { shared: true });

/** Replaces all of the carts if each is still at its version, or none of them. */
export const replaceAll = (ctx: Context, ...changes: [Cart, version: number][]): Promise<boolean> =>
  putItems(
    ctx,
    changes.map(([cart, version]) => replacement(cart, version)),
  );

/** The put of `replace`, for a transaction. */
export const replacement = (cart: Cart, version: number): ConditionalPut => ({
  ...item(cart),
  condition: atVersion(version),
});

/** The cart as it is stored. */
export const item = (cart: Cart): Put => ({
  table: "Carts",
  item: {
    id: cart.id,
    version: cart.version,
    lines: cart.lines.map((line) => ({
      ...line,
      lots: line.lots.map(({ version, quantity }) => [version, quantity]),
    })),
    checkout: cart.checkout,
    marks: cart.recentWrites,
    orderedVersion: cart.orderedVersion,
    epoch: cart.minSessionEpoch,
    expiresAt: cart.expiresAt && Math.floor(cart.expiresAt.getTime() / 1000),
    movedAt: cart.mergedAt?.toISOString(),
  },
});

const atVersion = (version: number) =>
  version === 0
    ? { expression: "attribute_not_exists(id)" }
    : { expression: "version = :version", values: { ":version": version } };
