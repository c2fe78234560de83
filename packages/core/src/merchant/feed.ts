import * as Catalog from "../catalog/edit/find.ts";
import type { Context } from "../context.ts";
import * as Customer from "../customer/customer.admin.ts";
import * as Order from "../order/order.admin.ts";
import { positionIn, writeCursor } from "../page.ts";
import { invalid } from "../refusal.ts";
import type { Feed, FeedEvent, FeedQuery } from "./feed.schema.ts";
import * as Sql from "./feed.sql.ts";

/**
 * The shop's events in order, each with its subject as it is now. Throws `request.invalid` if `after` is not the one of an
 * earlier answer.
 */
export async function list(ctx: Context, { after, limit }: FeedQuery): Promise<Feed> {
  const found = await Sql.list(ctx, after === undefined ? 0 : readPosition(after), limit);
  const last = found.at(-1);
  return {
    data: await withSubjects(ctx, found),
    after: last ? writeCursor(String(last.position)) : (after ?? null),
  };
}

/** One event as the feed shows it. Undefined: there is no such event. */
export async function read(ctx: Context, id: string): Promise<FeedEvent | undefined> {
  return (await withSubjects(ctx, await Sql.byId(ctx, id)))[0];
}

function readPosition(after: string): number {
  const position = positionIn(after);
  if (position !== undefined) return position;
  throw invalid([{ path: ["after"], message: "must be the `after` of an earlier answer" }]);
}

async function withSubjects(ctx: Context, events: Sql.EventRow[]): Promise<FeedEvent[]> {
  const subjects = (domain: string) => [
    ...new Set(events.flatMap(({ name, subject }) => (name.startsWith(domain) ? [subject] : []))),
  ];
  const [orders, customers, products, variants] = await Promise.all([
    Order.readAll(ctx, subjects("order.")),
    Customer.readAll(ctx, subjects("customer.")),
    Catalog.products(ctx, subjects("product.")),
    Catalog.variants(ctx, subjects("stock.")),
  ]);
  return events.map(({ id, name, time, subject, fulfillmentId }) => {
    const order = orders.find((order) => order.id === subject);
    const customer = customers.find((customer) => customer.id === subject);
    const product = name.startsWith("product.") && products.find(({ handle }) => handle === subject);
    const variant = name.startsWith("stock.") && variants.find(({ sku }) => sku === subject);
    const shown = {
      id: subject,
      ...(fulfillmentId && { fulfillmentId }),
      ...(order && { order }),
      ...(customer && { customer }),
      ...(product && { product }),
      ...(variant && { variant }),
    };
    return { id, name, version: 1 as const, time, subject: shown };
  });
}
