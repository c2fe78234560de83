import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { newId } from "../id.ts";

/** All events. The domain that a name begins with handles the event. */
export type EventName =
  | "customer.created"
  | "customer.email_change_requested"
  | "customer.email_changed"
  | "customer.erased"
  | "customer.password_reset"
  | "customer.password_reset_requested"
  | "order.canceled"
  | "order.placed";

/** Writes an event for the one `id` of the CTE `from`, if there is one, as a part of the statement that makes the change. */
export const record = (ctx: Context, event: EventName, from: Sql): Sql => sql`
        insert into event (id, name, subject) select ${newId("event", ctx.now)}, ${event}, id from ${from}`;

const EventRow = z.object({ position: z.int(), id: z.string(), name: z.string(), subject: z.string() });
export type EventRow = z.infer<typeof EventRow>;

/** Unhandled events after a position, oldest first, that are at least `ageSeconds` old. */
export const waiting = (ctx: Context, after: number, ageSeconds: number, count: number) =>
  rows(
    ctx,
    EventRow,
    sql`
      select position, id, name, subject from event
      where handled_at is null and position > ${after}
        and created_at <= now() - make_interval(secs => ${ageSeconds})
      order by position
      limit ${count}`,
  );

export const markHandled = (ctx: Context, ids: string[]) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      update event set handled_at = now()
      where handled_at is null and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))
      returning id`,
  );
