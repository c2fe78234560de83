import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { eventQueue } from "../aws/queues.ts";
import { listed, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { type Author, record } from "../merchant/audit.ts";

const DeadRow = z.object({
  id: z.string(),
  name: z.string(),
  subject: z.string(),
  createdAt: instant,
  attempts: z.int(),
  failedAt: instant.nullable(),
  lastError: z.string().nullable(),
});

/** Unhandled although the queue has delivered it as often as it does, or was given it an hour ago. */
const isDead = sql`(handled_at is null and sent_at is not null
  and (attempts >= ${eventQueue.maxReceives}::int or sent_at < now() - interval '1 hour'))`;

/** The oldest first, with IDs above `after`. */
export const dead = (ctx: Context, { after, limit }: { after: string | undefined; limit: number }) =>
  rows(
    ctx,
    DeadRow,
    sql`
      select id, name, subject, created_at, attempts, failed_at, last_error from event
      where ${isDead} and id > ${after ?? ""}
      order by id
      limit ${limit + 1}`,
  );

/** Makes dead events wait for the queue again. Returns their IDs. */
export const retry = (ctx: Context, by: Author, ids: string[]) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with before as (
        select * from event where ${isDead} and id in (${listed(ids)}) for update
      ), retried as (
        update event set sent_at = null, leased_until = null, attempts = 0 from before where event.id = before.id
        returning event.id, before.attempts, before.last_error
      ), audit as (${record(by, {
        from: sql`retried`,
        subject: sql`id`,
        before: sql`jsonb_build_object('attempts', attempts, 'lastError', last_error)`,
        after: sql`jsonb_build_object('attempts', 0)`,
      })}
      )
      select id from retried`,
  );
