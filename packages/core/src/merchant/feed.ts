import type { Context } from "../context.ts";
import * as Customer from "../customer/customer.admin.ts";
import * as Order from "../order/order.admin.ts";
import { invalid } from "../refusal.ts";
import type { Feed, FeedQuery } from "./feed.schema.ts";
import * as Sql from "./feed.sql.ts";

/** The shop's events in order, each with its subject as it is now. Throws `request.invalid` for an unknown `after`. */
export async function list(ctx: Context, { after, limit }: FeedQuery): Promise<Feed> {
  const events = await Sql.list(ctx, after, limit);
  if (events.length === 0 && after !== undefined && (await Sql.exists(ctx, after)).length === 0)
    throw invalid([{ path: ["after"], message: "is not the id of an event" }]);
  const subjects = (prefix: string) => [
    ...new Set(events.map(({ subject }) => subject).filter((id) => id.startsWith(prefix))),
  ];
  const [orders, customers] = await Promise.all([
    Order.readAll(ctx, subjects("ord_")),
    Customer.readAll(ctx, subjects("cus_")),
  ]);
  const data = events.map(({ id, name, time, subject, fulfillmentId, handle }) => {
    const order = orders.find((order) => order.id === subject);
    const customer = customers.find((customer) => customer.id === subject);
    const shown = {
      id: subject,
      ...(fulfillmentId && { fulfillmentId }),
      ...(order && { order }),
      ...(customer && { customer }),
      ...(handle && { handle }),
    };
    return { id, name, version: 1 as const, time, subject: shown };
  });
  return { data, after: data.at(-1)?.id ?? after ?? null };
}
