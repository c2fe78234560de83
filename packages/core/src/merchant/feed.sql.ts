import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { internalEvents } from "../events/events.ts";

/**
 * In seconds. Positions are given when events are written, but events appear when their statements end. A statement writes its
 * event after it has got its locks, so it ends long before this age, and no lower position can appear after a higher one.
 */
const AGE_S = 10;
const internal = sql`select jsonb_array_elements_text(${JSON.stringify(internalEvents)}::jsonb)`;
/** As many rows of orders as fit into 1 MiB. A fulfillment is shorter than a row, a note with a billing address than three. */
const LINES = 140;

const EventRow = z.object({
  position: z.int(),
  id: z.string(),
  name: z.string(),
  /** The order of a fulfillment, or else the event's own subject. */
  subject: z.string(),
  fulfillmentId: z.string().nullable(),
  time: instant,
});
export type EventRow = z.infer<typeof EventRow>;

/** Events after another one, the oldest first: at most `limit`, fewer if their orders have very many lines, but at least one. */
export const list = (ctx: Context, after: number, limit: number) =>
  rows(
    ctx,
    EventRow,
    sql`
      with found as (
        select position, e.id, e.name, coalesce(f.order_id, e.subject) as subject, f.id as fulfillment_id, e.created_at
        from event e left join fulfillment f on f.id = e.subject
        where position > ${after} and e.name not in (${internal})
          and e.created_at <= now() - make_interval(secs => ${AGE_S})
        order by position
        limit ${limit}
      ), page as (
        select found.*, row_number() over oldest as place, sum(
          coalesce((
            select fulfillment_count + case when note is null and billing_address is null then 0 else 3 end
            from orders where id = found.subject
          ), 0)
          + (select count(*) from order_line where order_id = found.subject)
        ) over oldest as lines
        from found window oldest as (order by position)
      )
      select position, id, name, subject, fulfillment_id, created_at
      from page
      where lines <= ${LINES} or place = 1
      order by position`,
  );

export const byId = (ctx: Context, id: string) =>
  rows(
    ctx,
    EventRow,
    sql`
      select position, e.id, e.name, coalesce(f.order_id, e.subject), f.id, e.created_at
      from event e left join fulfillment f on f.id = e.subject
      where e.id = ${id}`,
  );
