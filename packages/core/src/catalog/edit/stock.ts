import { SqlError } from "../../aws/postgres.ts";
import { sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import { newId } from "../../id.ts";
import type { Match } from "../../match.sql.ts";
import type { Author } from "../../merchant/audit.ts";
import { type PageQuery, page, readCursor } from "../../page.ts";
import { invalid, Refusal } from "../../refusal.ts";
import { isName } from "../../text.ts";
import { refresh, unknownSku } from "../catalog.ts";
import {
  MAX_STOCK,
  type NewStockMovement,
  type Stock,
  type StockMovement,
  type StockMovementPage,
} from "./stock.schema.ts";
import * as Sql from "./stock.sql.ts";

/** `version` changes with every change of the stock, also by a sale. */
export interface Versioned<T> {
  value: T;
  version: number;
  /** An earlier request with this key has made the change. */
  replayed: boolean;
}

/**
 * Adds to a variant's stock, once for each key, or without a key once for each call. Throws `catalog.unknown_sku`,
 * `stock.below_zero`, and `idempotency.key_reused` for a key of another request.
 */
export async function move(
  ctx: Context,
  by: Author,
  sku: string,
  { delta, reason, note }: NewStockMovement,
  { key, fingerprint }: { key: string | undefined; fingerprint: string },
): Promise<Versioned<StockMovement>> {
  const id = newId("movement", ctx.now);
  const wanted = {
    id,
    sku,
    key: key ?? id,
    fingerprint,
    reason,
    note,
    match: undefined,
    delta: sql`${delta}`,
  };
  const { quantity, movement, version, replayed } = await change(ctx, by, wanted);
  if (movement) return { value: movement, version, replayed };
  if (quantity + delta > MAX_STOCK)
    throw invalid([{ path: ["delta"], message: `must leave at most ${MAX_STOCK} units` }]);
  throw new Refusal(
    "stock.below_zero",
    `The stock is ${quantity}, so ${-delta} units cannot be taken from it.`,
  );
}

/**
 * Sets a counted stock, if the stock has not changed since `match`. Throws `catalog.unknown_sku` and `stock.changed`.
 * The same change again, with nothing after it, is answered like the first one.
 */
export async function set(
  ctx: Context,
  by: Author,
  sku: string,
  quantity: number,
  match: NonNullable<Match>,
): Promise<Versioned<Stock>> {
  const id = newId("movement", ctx.now);
  // A client's key contains no space. Each version of the stock exists once, so this key does too.
  const key = match === "*" ? id : `counted ${quantity} ${JSON.stringify(match)}`;
  const delta = sql`${quantity} - stock`;
  const wanted = { id, sku, key, fingerprint: "", reason: "counted" as const, note: undefined, match, delta };
  const found = await change(ctx, by, wanted);
  const isCurrent = found.isEarlier ? found.version === found.seenVersion : found.matched;
  if (!isCurrent)
    throw new Refusal("stock.changed", `The stock has changed. It is ${found.quantity} now: count again.`);
  return { value: { sku, quantity }, version: found.version, replayed: found.replayed };
}

/** Throws `catalog.unknown_sku`. */
export async function get(ctx: Context, sku: string): Promise<Versioned<Stock>> {
  const [found] = isName(sku) ? await Sql.stock(ctx, sku) : [];
  if (!found) throw unknownSku(sku);
  return { value: { sku, quantity: found.quantity }, version: found.version, replayed: false };
}

/** What people did to the stock, the newest first. Throws `catalog.unknown_sku`. */
export async function list(
  ctx: Context,
  sku: string,
  { limit, cursor }: PageQuery,
): Promise<StockMovementPage> {
  const after = readCursor("movement", cursor);
  const found = isName(sku) ? await Sql.list(ctx, sku, { limit, after }) : [];
  if (found.length === 0) throw unknownSku(sku);
  return page(
    found.flatMap((row) => movementOf(row) ?? []),
    limit,
  );
}

/** PostgreSQL's code for two rows with one key. */
const DUPLICATE = "23505";

/** Makes the movement. The same request at the same moment, or our own repeated call, may have been faster. */
async function change(ctx: Context, by: Author, wanted: Parameters<typeof Sql.move>[2]) {
  const attempt = async () => (isName(wanted.sku) ? await Sql.move(ctx, by, wanted) : []);
  const [found] = await attempt().catch((error: unknown) => {
    if (error instanceof SqlError && error.state === DUPLICATE) return attempt();
    throw error;
  });
  if (!found) throw unknownSku(wanted.sku);
  const { quantity, version, matched, movedTo, fingerprint, isEarlier, productHandle, ...row } = found;
  if (isEarlier && fingerprint !== wanted.fingerprint)
    throw new Refusal("idempotency.key_reused", "This Idempotency-Key was used for a different request.");
  const movement = movementOf(row);
  // The product's page shows only whether there is stock.
  const isOther = movement && movement.stock > 0 !== movement.stock - movement.delta > 0;
  if (movement) await refresh(ctx, { handle: isOther ? productHandle : undefined, skus: [wanted.sku] });
  return {
    quantity,
    movement,
    /** Before this call. */
    seenVersion: version,
    version: movedTo ?? version,
    matched,
    isEarlier,
    // Our own call, repeated after a lost answer, is no replay.
    replayed: isEarlier && movement?.id !== wanted.id,
  };
}

/** Undefined: the row has no movement. */
function movementOf(
  row: { [K in keyof Sql.MovementRow]: Sql.MovementRow[K] | null },
): StockMovement | undefined {
  return row.id === null ? undefined : (row as Sql.MovementRow);
}
