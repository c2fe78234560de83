import * as z from "zod";
import { rows } from "../../aws/postgres.ts";
import { sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import * as Audit from "../../merchant/audit.ts";

const doc = sql`jsonb_build_object('to', target)`;

/** `isHidden`: nothing was saved, because an active product has this handle, and shoppers would see it instead. */
export const put = (ctx: Context, by: Audit.Author, handle: string, to: string) =>
  rows(
    ctx,
    z.object({ existed: z.boolean(), isHidden: z.boolean() }),
    sql`
      with seen as materialized (
        select * from redirect where handle = ${handle} for no key update
      ), product_here as materialized (
        -- Locked, so that a draft cannot become active meanwhile.
        select status from product where handle = ${handle} for share
      ), saved as (
        insert into redirect as r (handle, target)
        select ${handle}, ${to} where (select count(*) from seen) >= 0
          and not exists (select from product_here where status = 'active')
        on conflict (handle) do update set target = excluded.target, updated_at = now()
        where r.target <> excluded.target
        returning *
      ), audit as (${Audit.record(by, { from: sql`saved`, subject: sql`handle`, before: sql`(select ${doc} from seen)`, after: doc })}
      )
      select exists (select from seen), exists (select from product_here where status = 'active')`,
  );

/** No row: there is no such redirect. */
export const remove = (ctx: Context, by: Audit.Author, handle: string) =>
  rows(
    ctx,
    z.object({ handle: z.string() }),
    sql`
      with removed as (
        delete from redirect where handle = ${handle} returning *
      ), audit as (${Audit.record(by, { from: sql`removed`, subject: sql`handle`, before: doc })}
      )
      select handle from removed`,
  );

/** By their handles, after one of them. One more than `limit` if there are more. */
export const list = (ctx: Context, after: string, limit: number) =>
  rows(
    ctx,
    z.object({ handle: z.string(), to: z.string() }),
    sql`select handle, target from redirect where handle > ${after} order by handle limit ${limit + 1}`,
  );
