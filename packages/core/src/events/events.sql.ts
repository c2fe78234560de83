import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/** All events. The domain that a name begins with handles the event. */
export type EventName = "customer.erased" | "order.canceled" | "order.placed";

/** Writes an event for each `id` of the CTE `from`, as a part of the statement that makes the change. */
export const record = (event: EventName, from: Sql): Sql => sql`
        insert into outbox (event, subject) select ${event}::text, id from ${from}`;

const EventRow = z.object({ id: z.int(), event: z.string(), subject: z.string() });
export type EventRow = z.infer<typeof EventRow>;

/** Events with IDs above `after`, oldest first, that are at least `ageSeconds` old. */
export const waiting = (ctx: Context, after: number, ageSeconds: number, count: number) =>
  rows(
    ctx,
    EventRow,
    sql`
      select id, event, subject from outbox
      where id > ${after} and created_at <= now() - make_interval(secs => ${ageSeconds})
      order by id
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
