import { SqlError } from "../aws/postgres.ts";
import type { Context } from "../context.ts";
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

export async function add(ctx: Context, customer: string, address: SaveAddress): Promise<SavedAddress> {
  const key = { customer, id: newId("address", ctx.now) };
  try {
    const [row] = await Sql.add(ctx, key, stored(address), MOST);
    if (row) return shown(row);
  } catch (error) {
    // Nobody else has this id: our first attempt was stored, and its answer lost.
    if (error instanceof SqlError && error.state === "23505") return byId(ctx, key);
    throw error;
  }
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
