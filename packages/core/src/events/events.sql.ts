import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";

/** All events. The domain that a name begins with handles the event. */
export type EventName = "customer.erased" | "order.canceled" | "order.placed";

const Id = z.object({ id: z.string() });
export const listed = (ids: string[]) => sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;

/**
 * Writes an event for the one `id` of the CTE `from`, if there is one, as a part of the statement that makes the change. The event is
 * sent to Worker when the request has succeeded.
 */
export function record(ctx: Context, event: EventName, from: Sql): Sql {
  const id = newId("event", ctx.now);
  ctx.events.push(id);
  return sql`
        insert into event (id, name, subject) select ${id}, ${event}, id from ${from}`;
}

/** The oldest events that may never have reached the queue. Nobody is handling them. */
export const unsent = (ctx: Context, ageSeconds: number, limit: number) =>
  rows(
    ctx,
    Id,
    sql`
      select id from event
      where handled_at is null and sent_at is null and coalesce(leased_until < now(), true)
        and created_at <= now() - make_interval(secs => ${ageSeconds})
      order by position
      limit ${limit}`,
  );

export const markSent = (ctx: Context, ids: string[]) =>
  rows(ctx, Id, sql`update event set sent_at = now() where id in ${listed(ids)} returning id`);

/** Removes handled events that are older than `days`, from the oldest 500. */
export const removeOld = (ctx: Context, days: number) =>
  rows(
    ctx,
    Id,
    sql`
      delete from event
      where created_at < now() - make_interval(days => ${days}::int) and id in (
        select id from event where handled_at is not null order by position limit 500
      )
      returning id`,
  );
