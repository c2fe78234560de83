import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Audit from "../merchant/audit.ts";
import { startsWith, wordsStart } from "../prefix.sql.ts";
import * as Customer from "./customer.sql.ts";

const CustomerRow = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

const columns = sql`id, left(email, 254), left(name, 100), created_at, updated_at`;

/** From the newest to the oldest. */
export const list = (
  ctx: Context,
  { q, after, limit }: { q: string | undefined; after: string | undefined; limit: number },
) =>
  rows(
    ctx,
    CustomerRow,
    sql`${q ? matched(q) : sql``}
      select ${columns} from customer
      where ${q ? sql`id in (select id from matched)` : sql`true`} and id < ${after ?? "cus_~"}
      order by id desc
      limit ${limit + 1}`,
  );

const matched = (q: string): Sql => sql`
      with matched as materialized (
        select id from customer where ${startsWith(sql`login`, sql`${q.normalize("NFC").toLowerCase()}`)}
        union
        select id from customer where ${wordsStart(sql`name`, q)}
      )`;

export const byIds = (ctx: Context, ids: string[]) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      select ${columns} from customer
      where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  );

/** Of the orders that were not canceled. Amounts in minor units. */
export const orderSums = (ctx: Context, id: string) =>
  rows(
    ctx,
    z.object({ count: z.int(), total: z.int(), paid: z.int() }),
    sql`
      select count(*), coalesce(sum(total), 0)::bigint, coalesce(sum(paid), 0)::bigint
      from orders where customer_id = ${id} and status <> 'canceled'`,
  );

/** Deletes the account. The audit log keeps no personal data of it. */
export const erase = (ctx: Context, by: Audit.Author, id: string, cartId: string) =>
  Customer.erase(
    ctx,
    id,
    cartId,
    sql`, audit as (${Audit.record(by, {
      from: sql`gone`,
      subject: sql`id`,
      before: sql`jsonb_build_object('createdAt', created_at)`,
    })}
      )`,
  );
