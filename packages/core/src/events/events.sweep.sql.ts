import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { listed, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { PART } from "../remove.ts";

const Id = z.object({ id: z.string() });

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
  rows(ctx, Id, sql`update event set sent_at = now() where id in (${listed(ids)}) returning id`);

/** Removes handled events that are older than `days`, from the oldest. */
export const removeOld = (ctx: Context, days: number) =>
  rows(
    ctx,
    Id,
    sql`
      delete from event
      where created_at < now() - make_interval(days => ${days}::int) and id in (
        select id from event where handled_at is not null order by position limit ${PART}
      )
      returning id`,
  );
