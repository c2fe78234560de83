import type { Context } from "../context.ts";
import type { Author } from "../merchant/audit.sql.ts";
import { type PageQuery, page, readCursor } from "../page.ts";
import { Refusal } from "../refusal.ts";
import * as DeliverySql from "./delivery.sql.ts";
import { newSecret } from "./webhook.rules.ts";
import {
  type Delivery,
  type DeliveryPage,
  type Endpoint,
  EndpointId,
  type SaveEndpoint,
} from "./webhook.schema.ts";
import * as Sql from "./webhook.sql.ts";

/** Creates or replaces an endpoint. A new one has its secret in the result, this once. */
export async function save(ctx: Context, by: Author, id: string, to: SaveEndpoint): Promise<Endpoint> {
  if (!EndpointId.safeParse(id).success)
    throw new Refusal(
      "webhook.unknown",
      "An endpoint's id has 1 to 64 lower case letters, digits, `-` and `_`.",
    );
  const secret = newSecret();
  const [saved] = await Sql.save(ctx, by, id, to, secret);
  if (!saved) throw new Error("The endpoint was not stored.");
  const { isNew, ...endpoint } = saved;
  return isNew ? { ...endpoint, secret } : endpoint;
}

export const list = async (ctx: Context): Promise<{ data: Endpoint[] }> => ({ data: await Sql.list(ctx) });

export async function find(ctx: Context, id: string): Promise<Endpoint | undefined> {
  return (await Sql.byId(ctx, id))[0];
}

/** Throws `webhook.unknown`. */
export async function read(ctx: Context, id: string): Promise<Endpoint> {
  const found = await find(ctx, id);
  if (!found) throw unknown();
  return found;
}

/** Deletes an endpoint and the log of its deliveries. Throws `webhook.unknown`. */
export async function remove(ctx: Context, by: Author, id: string): Promise<void> {
  const [gone] = await Sql.remove(ctx, by, id);
  if (!gone) throw unknown();
}

/** What was sent to an endpoint and what it answered, the newest first. Throws `webhook.unknown`. */
export async function deliveries(
  ctx: Context,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<DeliveryPage> {
  const after = readCursor("delivery", cursor);
  const found = await DeliverySql.list(ctx, id, { limit, after });
  if (found.length === 0) await read(ctx, id);
  return page(found, limit);
}

/** Attempts a delivery again, from the start of its schedule. Throws `webhook.unknown`. */
export async function retry(ctx: Context, by: Author, endpointId: string, id: string): Promise<Delivery> {
  const [found] = await DeliverySql.retry(ctx, by, endpointId, id);
  if (!found) throw unknown();
  return found;
}

const unknown = () => new Refusal("webhook.unknown", "There is no such endpoint or delivery.");
