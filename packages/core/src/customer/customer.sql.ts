import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Spellings } from "../email.ts";
import * as Events from "../events/events.ts";
import type { Account } from "./customer.rules.ts";
import { type NewToken, store } from "./token.sql.ts";

/** In the order of `columns`. The column of `passwordVersion` is `epoch`. */
export const AccountRow = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
  passwordHash: z.string(),
  passwordVersion: z.int(),
  registration: z.string().nullable(),
  emailVerified: z.boolean(),
}) satisfies z.ZodType<Account>;

export const columns = sql`id, email, name, created_at, updated_at, password_hash, epoch, registration,
  email_verified_at is not null`;

export type NewAccount = Pick<Account, "id" | "email" | "name" | "passwordHash" | "registration">;

/**
 * Creates an account, its event, and the token that verifies its e-mail. If the e-mail is taken, returns no row
 * or fails with SQLSTATE 23505. If the ID exists, our own first attempt has stored it and its answer was lost:
 * this returns the row.
 */
export const create = (ctx: Context, account: NewAccount, spellings: Spellings, token: NewToken) =>
  rows(
    ctx,
    AccountRow,
    sql`
      with stored as (
        insert into customer (id, email, login, name, password_hash, registration)
        select ${account.id}, ${account.email}, ${spellings.login}, ${account.name}, ${account.passwordHash}, ${account.registration}::text
        -- In the new spelling, login is unique. An older account may have the other one.
        where not exists (select from customer where login = ${spellings.ascii} and id <> ${account.id})
        on conflict (id) do update set id = excluded.id
        returning *, xmax = 0 as is_new
      ), account as (
        select * from stored where is_new
      ), token as (${store(token, sql`account.email, account.login`)}
      ), event as (${Events.record(ctx, "customer.created", sql`account`)}
      )
      select ${columns} from stored`,
  );

export const byId = (ctx: Context, id: string) =>
  rows(ctx, AccountRow, sql`select ${columns} from customer where id = ${id}`);

/** At most one row. If two old accounts differ only in the spelling, it is the one as typed. */
export const byEmail = (ctx: Context, { login, ascii, typed }: Spellings) =>
  rows(
    ctx,
    AccountRow,
    sql`
      select ${columns} from customer where login in (${login}, ${ascii}, ${typed})
      order by login = ${typed} desc
      limit 1`,
  );

/** No row: the account does not exist. The same name again does not change `updated_at`. */
export const rename = (ctx: Context, id: string, name: string) =>
  rows(
    ctx,
    AccountRow,
    sql`
      update customer set name = ${name}, updated_at = case when name = ${name} then updated_at else now() end
      where id = ${id}
      returning ${columns}`,
  );

/** Stores a new hash of the same password. No row: the hash is no longer `from`. */
export const rehash = (ctx: Context, id: string, from: string, to: string) =>
  rows(
    ctx,
    AccountRow,
    sql`
      update customer set password_hash = ${to} where id = ${id} and password_hash = ${from}
      returning ${columns}`,
  );

/** Stores the hash of another password, which has the next version. No row: the hash is no longer `from`. */
export const changePassword = (ctx: Context, id: string, from: string, to: string) =>
  rows(
    ctx,
    AccountRow,
    sql`
      update customer set password_hash = ${to}, epoch = epoch + 1, updated_at = now()
      where id = ${id} and password_hash = ${from}
      returning ${columns}`,
  );

/**
 * Deletes the account with its addresses. Orders keep the data that the law requires, but not their notes. The event makes
 * Worker erase the cart and the sessions, in case the request dies before it does so. `also`: another CTE that
 * records the change of the CTE `gone`.
 */
export const erase = (ctx: Context, id: string, cartId: string, also = sql``) =>
  rows(
    ctx,
    AccountRow,
    sql`
      with gone as (
        delete from customer where id = ${id} returning *
      ), unsaid as (
        update orders set note = null where customer_id = ${id} and note is not null
      ), forgotten as (
        update cart_checkout set merged_into = null where merged_into = ${cartId}
      ), event as (${Events.record(ctx, "customer.erased", sql`gone`)}
      )${also}
      select ${columns} from gone`,
  );
