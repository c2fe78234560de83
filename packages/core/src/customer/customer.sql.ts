import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Spellings } from "../email.ts";
import * as Events from "../events/events.ts";

const CustomerRow = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  createdAt: instant,
  updatedAt: instant,
  passwordHash: z.string(),
  epoch: z.int(),
  registration: z.string().nullable(),
});
export type CustomerRow = z.infer<typeof CustomerRow>;

const columns = sql`id, email, name, created_at, updated_at, password_hash, epoch, registration`;

export interface NewCustomer {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
  registration: string | null;
}

/** Whether no other account has this e-mail in its old spelling. In the new one, the unique `login` says so. */
const isFree = (id: string, { ascii }: Spellings) =>
  sql`not exists (select from customer where login = ${ascii} and id <> ${id})`;

/**
 * An e-mail that is taken gives no row or SQLSTATE 23505. Only our own first attempt, whose answer was lost, can have made the id:
 * then this is the success that it was.
 */
export const create = (ctx: Context, customer: NewCustomer, spellings: Spellings) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      insert into customer (id, email, login, name, password_hash, registration)
      select ${customer.id}, ${customer.email}, ${spellings.login}, ${customer.name}, ${customer.passwordHash}, ${customer.registration}::text
      where ${isFree(customer.id, spellings)}
      on conflict (id) do update set id = excluded.id
      returning ${columns}`,
  );

export const byId = (ctx: Context, id: string) =>
  rows(ctx, CustomerRow, sql`select ${columns} from customer where id = ${id}`);

/** One row at most. Two old accounts may differ in the spelling alone: then it is the one as typed. */
export const byEmail = (ctx: Context, { login, ascii, typed }: Spellings) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      select ${columns} from customer where login in (${login}, ${ascii}, ${typed})
      order by login = ${typed} desc
      limit 1`,
  );

/** No row: the account is gone. The same name again is no change. */
export const rename = (ctx: Context, id: string, name: string) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      update customer set name = ${name}, updated_at = case when name = ${name} then updated_at else now() end
      where id = ${id}
      returning ${columns}`,
  );

/** Another e-mail, and another name unless it is null. An e-mail that is taken gives no row or SQLSTATE 23505. */
export const changeEmail = (
  ctx: Context,
  id: string,
  { email, name }: { email: string; name: string | null },
  spellings: Spellings,
) =>
  rows(
    ctx,
    CustomerRow,
    sql`
      update customer
      set email = ${email}, login = ${spellings.login}, name = coalesce(${name}::text, name), updated_at = case
        when email = ${email} and name = coalesce(${name}::text, name) then updated_at else now()
      end
      where id = ${id} and ${isFree(id, spellings)}
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
        update cart_checkout set merged_into = null where merged_into = ${cartId}
      ), event as (${Events.record("customer.erased", sql`gone`)}
      )
      select ${columns} from gone`,
  );
