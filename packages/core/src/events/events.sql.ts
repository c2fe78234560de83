import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

const EventRow = z.object({
  id: z.int(),
  /** Another version of the shop may write what this one does not know. */
  event: z.string(),
  /** The id of the order or of the customer. */
  subject: z.string(),
  /** Null where the subject is no order. */
  order: json(z.object({ cartId: z.string(), cartVersion: z.int() })).nullable(),
});
export type EventRow = z.infer<typeof EventRow>;

/** Events behind `after`, the oldest first: old enough for the request that wrote them to have ended. */
export const waiting = (ctx: Context, after: number, ageSeconds: number, count: number) =>
  rows(
    ctx,
    EventRow,
    sql`
      select e.id, e.event, e.subject, (
        select jsonb_build_object('cartId', o.cart_id, 'cartVersion', o.cart_version)
        from orders o where o.id = e.subject
      )
      from outbox e
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
