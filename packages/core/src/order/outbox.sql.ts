import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

const EventRow = z.object({
  id: z.int(),
  event: z.enum(["order.placed", "order.canceled"]),
  orderId: z.string(),
  cartId: z.string(),
  cartVersion: z.int(),
  lines: json(z.array(z.object({ sku: z.string(), quantity: z.int() }))),
});
export type EventRow = z.infer<typeof EventRow>;

/** Events behind `after`, the oldest first: old enough for the request that wrote them to have ended. */
export const waiting = (ctx: Context, after: number, ageSeconds: number, count: number) =>
  rows(
    ctx,
    EventRow,
    sql`
      select e.id, e.event, o.id, o.cart_id, o.cart_version, (
        select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity)) from order_line l where l.order_id = o.id
      )
      from outbox e join orders o on o.id = e.order_id
      where e.id > ${after} and e.created_at <= now() - make_interval(secs => ${ageSeconds})
      order by e.id
      limit ${count}`,
  );

export const remove = (ctx: Context, ids: number[]) =>
  rows(
    ctx,
    z.object({ id: z.int() }),
    sql`
      delete from outbox where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::bigint)
      returning id`,
  );
