import * as z from "zod";
import { json, rows } from "../aws/postgres.ts";
import { eventQueue } from "../aws/queues.ts";
import { listed, type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/** Longer than a run of Worker, shorter than a message stays invisible. */
const LEASE_S = 2 * eventQueue.timeoutS;

const Id = z.object({ id: z.string() });
const LeasedRow = z.object({
  id: z.string(),
  name: z.string(),
  subject: z.string(),
  state: z.enum(["handled", "leased", "elsewhere"]),
  /** The handlers that have handled the event. */
  handlers: json(z.array(z.string())),
});
export type LeasedRow = z.infer<typeof LeasedRow>;

/** Reads the events with these IDs, and leases those that are unhandled and not leased elsewhere. */
export const lease = (ctx: Context, ids: string[]) =>
  rows(
    ctx,
    LeasedRow,
    sql`
      with leased as (
        update event set leased_by = ${ctx.requestId}, leased_until = now() + make_interval(secs => ${LEASE_S})
        where id in (${listed(ids)}) and handled_at is null
          -- The answer to an earlier attempt of this statement may have been lost.
          and (coalesce(leased_until < now(), true) or leased_by = ${ctx.requestId})
        returning id
      )
      select e.id, e.name, e.subject,
        case when e.handled_at is not null then 'handled' when leased.id is null then 'elsewhere' else 'leased' end,
        (select coalesce(jsonb_agg(h.handler), '[]') from event_handler h where h.event_id = e.id)
      from event e left join leased on leased.id = e.id
      where e.id in (${listed(ids)})`,
  );

/** Records that a handler has handled an event. Has one row the first time, and none after that. */
export const handledBy = (id: string, handler: string): Sql => sql`
        insert into event_handler (event_id, handler) values (${id}, ${handler})
        on conflict do nothing returning event_id as id`;

/** Records the handler, and with `completes` that the event is handled. */
export const markHandledBy = (ctx: Context, id: string, handler: string, completes: boolean) =>
  rows(
    ctx,
    Id,
    sql`
      with done as (${handledBy(id, handler)}
      )
      update event set handled_at = now() where id = ${id} and handled_at is null and ${completes}
      returning id`,
  );

export const markHandled = (ctx: Context, id: string) =>
  rows(
    ctx,
    Id,
    sql`update event set handled_at = now() where id = ${id} and handled_at is null returning id`,
  );

/** Records a failure and ends the lease. `attempts`: how often the message has been received. */
export const markFailed = (ctx: Context, id: string, attempts: number, error: string) =>
  rows(
    ctx,
    Id,
    sql`
      update event set attempts = greatest(attempts, ${attempts}::int), failed_at = now(), last_error = ${error},
        sent_at = coalesce(sent_at, now()), leased_until = null
      where id = ${id} and handled_at is null
      returning id`,
  );
