import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
import { sha256 } from "../hash.ts";
import { isId, newId } from "../id.ts";
import { type PageQuery, page, readCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import { type AddressKey, MAX_ADDRESSES, tooManyAddresses, unknownAddress } from "./address.rules.ts";
import type { AddressPage, SaveAddress, SavedAddress } from "./address.schema.ts";
import * as Sql from "./address.sql.ts";
import { view } from "./address.view.ts";
import * as Customer from "./customer.ts";

/** A page of the customer's addresses, in the order in which they were added. */
export async function list(ctx: Context, customer: string, query: PageQuery): Promise<AddressPage> {
  const after = readCursor("address", query.cursor) ?? "";
  const found = await Sql.list(ctx, customer, after, query.limit + 1);
  return page(found.map(view), query.limit);
}

export interface Added {
  address: SavedAddress;
  /** An earlier request with the same Idempotency-Key added it. */
  replayed: boolean;
}

/** Adds an address, with the same `key` once. Throws `address.limit`, and `idempotency.key_reused`. */
export async function add(
  ctx: Context,
  customer: string,
  address: SaveAddress,
  key?: string,
): Promise<Added> {
  const id = newId("address", ctx.now);
  const write = key === undefined ? undefined : { key, fingerprint: sha256(JSON.stringify(address)) };
  try {
    const [added] = await Sql.add(ctx, { customer, id }, split(address), MAX_ADDRESSES, write);
    if (added) return { address: view(added), replayed: false };
  } catch (error) {
    if (!(error instanceof SqlError) || error.state !== "23505") throw error;
    // Without a key, our own first attempt was stored, and its answer was lost: nobody else has this ID.
    if (!write) return { address: await byId(ctx, { customer, id }), replayed: false };
  }
  const [earlier] = write ? await Sql.byWrite(ctx, customer, write.key) : [];
  if (earlier && earlier.fingerprint !== write?.fingerprint) {
    const detail = "This Idempotency-Key was used to add another address. Use a new key.";
    throw new Refusal("idempotency.key_reused", detail);
  }
  if (earlier) return { address: view(earlier), replayed: earlier.id !== id };
  // Throws if the account does not exist. Otherwise the limit is the only reason that is left.
  await Customer.profile(ctx, customer);
  throw tooManyAddresses();
}

/** Throws `address.unknown`, as do the functions below. */
export async function byId(ctx: Context, key: AddressKey): Promise<SavedAddress> {
  const [found] = isId("address", key.id) ? await Sql.byId(ctx, key) : [];
  if (!found) throw unknownAddress();
  return view(found);
}

/** Replaces all fields: optional fields that are not given are deleted. */
export async function replace(ctx: Context, key: AddressKey, address: SaveAddress): Promise<SavedAddress> {
  const [replaced] = isId("address", key.id) ? await Sql.replace(ctx, key, split(address)) : [];
  if (!replaced) throw unknownAddress();
  return view(replaced);
}

export async function remove(ctx: Context, key: AddressKey): Promise<void> {
  const [removed] = isId("address", key.id) ? await Sql.remove(ctx, key) : [];
  if (!removed) throw unknownAddress();
}

/** The content is one column, and the default address is a column of the customer. */
const split = ({ isDefault, ...content }: SaveAddress) => ({ content, isDefault });
