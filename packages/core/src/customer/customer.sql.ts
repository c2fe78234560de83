import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { ChangeProfile } from "./customer.schema.ts";

const CustomerRow = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
  passwordHash: z.string(),
  epoch: z.int(),
});

const columns = sql`id, email, name, created_at, updated_at, password_hash, epoch`;

/**
 * An e-mail that is taken ends it with SQLSTATE 23505. Only our own first attempt, whose answer was lost, can have made the id:
 * then this is the success that it was.
 */
export const create = (
  ctx: Context,
  customer: { id: string; email: string; login: string; name: string; passwordHash: string },
) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      insert into customer (id, email, login, name, password_hash)
      values (${customer.id}, ${customer.email}, ${customer.login}, ${customer.name}, ${customer.passwordHash})
      on conflict (id) do update set id = excluded.id
      returning ${columns}`,
  );

export const byId = (ctx: Context, id: string) =>
  rows(ctx, CustomerRow, sql`select ${columns} from customer where id = ${id}`);

export const byLogin = (ctx: Context, login: string) =>
  rows(ctx, CustomerRow, sql`select ${columns} from customer where login = ${login}`);

export const change = (
  ctx: Context,
  id: string,
  { email = null, login = null, name = null }: Nullable<ChangeProfile & { login?: string | undefined }>,
) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      update customer
      set email = coalesce(${email}::text, email), login = coalesce(${login}::text, login), name = coalesce(${name}::text, name),
        updated_at = case
          when coalesce(${email}::text, email) = email and coalesce(${name}::text, name) = name then updated_at
          else now()
        end
      where id = ${id}
      returning ${columns}`,
  );

/** The same password hashed anew, where the hash is still the one that was checked. */
export const rehash = (ctx: Context, id: string, from: string, to: string) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      update customer set password_hash = ${to} where id = ${id} and password_hash = ${from}
      returning ${columns}`,
  );

/** Another password, where the hash is still the one that was checked: a new epoch begins. */
export const changePassword = (ctx: Context, id: string, from: string, to: string) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      update customer set password_hash = ${to}, epoch = epoch + 1, updated_at = now()
      where id = ${id} and password_hash = ${from}
      returning ${columns}`,
  );

/** With all addresses; orders keep what the law needs. The event lets the sweep erase what a request that dies does not. */
export const erase = (ctx: Context, id: string, cartId: string) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      with gone as (
        delete from customer where id = ${id} returning *
      ), forgotten as (
        update ordered_cart set moved_into = null where moved_into = ${cartId}
      ), event as (
        insert into outbox (event, subject) select 'customer.erased', id from gone
      )
      select ${columns} from gone`,
  );

type Nullable<T> = { [K in keyof T]: T[K] | null };
