import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { isId, newId } from "../id.ts";
import { type PageQuery, page, readCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import type { AddressPage, SaveAddress, SavedAddress } from "./address.schema.ts";
import * as Sql from "./address.sql.ts";
import * as Customer from "./customer.ts";

/** For each customer: far more than anyone sends to, and few enough to show. */
const MOST = 50;

/** `customer`, here and below, is the id of the customer who asks. */
export async function list(ctx: Context, customer: string, query: PageQuery): Promise<AddressPage> {
  const after = readCursor("address", query.cursor) ?? "";
  const found = await Sql.list(ctx, customer, after, query.limit + 1);
  return page(found.map(shown), query.limit);
}

export interface Added {
  address: SavedAddress;
  /** An earlier request with the same Idempotency-Key had added it. */
  replayed: boolean;
}

/** Adds an address, with a `key` only once. Throws `idempotency.key_reused` where the key has added another one. */
export async function add(
  ctx: Context,
  customer: string,
  address: SaveAddress,
  key?: string,
): Promise<Added> {
  const id = newId("address", ctx.now);
  const write = key === undefined ? undefined : { key, fingerprint: sha256(JSON.stringify(address)) };
  try {
    const [row] = await Sql.add(ctx, { customer, id }, stored(address), MOST, write);
    if (row) return { address: shown(row), replayed: false };
  } catch (error) {
    if (!(error instanceof SqlError) || error.state !== "23505") throw error;
    // Nobody else has this id: our own first attempt was stored, and its answer lost.
    if (!write) return { address: await byId(ctx, { customer, id }), replayed: false };
  }
  const [earlier] = write ? await Sql.byWrite(ctx, customer, write.key) : [];
  if (earlier && earlier.fingerprint !== write?.fingerprint) {
    throw new Refusal("idempotency.key_reused", "This Idempotency-Key has added another address.");
  }
  if (earlier) return { address: shown(earlier), replayed: earlier.id !== id };
  await Customer.profile(ctx, customer);
  throw new Refusal("address.limit", `An account may hold ${MOST} addresses: take one out first.`);
}

export async function byId(ctx: Context, key: Sql.Key): Promise<SavedAddress> {
  const [row] = isId("address", key.id) ? await Sql.byId(ctx, key) : [];
  if (!row) throw unknown();
  return shown(row);
}

/** Replaces it whole: what is not given is not kept. */
export async function replace(ctx: Context, key: Sql.Key, address: SaveAddress): Promise<SavedAddress> {
  const [row] = isId("address", key.id) ? await Sql.replace(ctx, key, stored(address)) : [];
  if (!row) throw unknown();
  return shown(row);
}

export async function remove(ctx: Context, key: Sql.Key): Promise<void> {
  const [row] = isId("address", key.id) ? await Sql.remove(ctx, key) : [];
  if (!row) throw unknown();
}

const stored = ({ isDefault, ...content }: SaveAddress) => ({ content, isDefault });

const shown = ({ id, content, isDefault }: Sql.AddressRow): SavedAddress => ({ id, ...content, isDefault });

const unknown = () => new Refusal("address.unknown", "There is no such address, or it is not yours.");
