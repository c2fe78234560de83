import * as z from "zod";
import { type Item, type Key, readItems } from "../aws/dynamo.ts";
import { type Put, putItem, putItems } from "../aws/dynamo.write.ts";
import type { Context } from "../context.ts";
import type { Cart, Line } from "./cart.rules.ts";

const StoredLine = z.object({
  sku: z.string(),
  quantity: z.int(),
  addedPrice: z.int(),
  /** Pairs of version and quantity. Missing where an earlier version of the shop wrote the line. */
  lots: z.array(z.tuple([z.int(), z.int()])).optional(),
});

const Stored = z.object({
  id: z.string(),
  version: z.int(),
  lines: z.array(StoredLine),
  marks: z.array(z.string()),
  orderedVersion: z.int().optional(),
  /** The former name of `orderedVersion`. */
  spent: z.int().optional(),
  epoch: z.int(),
  expiresAt: z.int().optional(),
  movedAt: z.coerce.date().optional(),
});

export const key = (id: string): Key => ({ table: "Carts", key: { id } });

/** DynamoDB may still hold what has expired: it is empty, but its version goes on. */
export function parse(item: Item, { now, keep }: { now: Date; keep: boolean }): Cart {
  const { spent = 0, orderedVersion = spent, ...cart } = Stored.parse(item);
  const expiresAt = cart.expiresAt === undefined ? undefined : new Date(cart.expiresAt * 1000);
  // What does not expire is a customer's.
  return {
    ...cart,
    orderedVersion,
    keep: keep || !expiresAt,
    lines: expiresAt && expiresAt <= now ? [] : cart.lines.map((line) => parseLine(line, cart.version)),
    expiresAt,
  };
}

/** Units of unknown age count as put in by the last change: rather an ordered unit stays than that a new one is lost. */
function parseLine({ lots = [], ...line }: z.infer<typeof StoredLine>, version: number): Line {
  const known = lots.map(([version, quantity]) => ({ version, quantity }));
  const isWhole = known.reduce((total, lot) => total + lot.quantity, 0) === line.quantity;
  return { ...line, lots: isWhole ? known : [{ version, quantity: line.quantity }] };
}

export const read = async (ctx: Context, cart: Cart): Promise<Cart | undefined> =>
  (await readAll(ctx, [cart]))[0];

/** The carts as they are stored, in the order asked; undefined where nothing is. */
export async function readAll(ctx: Context, carts: Cart[]): Promise<(Cart | undefined)[]> {
  const items = await readItems(
    ctx,
    carts.map(({ id }) => key(id)),
  );
  return items.map((item, i) => item && parse(item, { now: ctx.now, keep: carts[i]?.keep ?? false }));
}

/** Replaces the cart where it still is at `version`. False: somebody was there first, perhaps we ourselves. */
export const replace = (ctx: Context, cart: Cart, version: number): Promise<boolean> =>
  putItem(ctx, item(cart), atVersion(version), { shared: true });

/** Replaces carts where all of them still are at the version given with each, or none of them. */
export const replaceAll = (ctx: Context, ...changes: [Cart, version: number][]): Promise<boolean> =>
  putItems(
    ctx,
    changes.map(([cart, version]) => ({ ...item(cart), condition: atVersion(version) })),
  );

/** The cart as it is stored. */
export const item = ({ keep: _, expiresAt, movedAt, ...cart }: Cart): Put => ({
  table: "Carts",
  item: {
    ...cart,
    lines: cart.lines.map((line) => ({
      ...line,
      lots: line.lots.map(({ version, quantity }) => [version, quantity]),
    })),
    expiresAt: expiresAt && Math.floor(expiresAt.getTime() / 1000),
    movedAt: movedAt?.toISOString(),
  },
});

const atVersion = (version: number) =>
  version === 0
    ? { expression: "attribute_not_exists(id)" }
    : { expression: "version = :version", values: { ":version": version } };
