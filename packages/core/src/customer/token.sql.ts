import * as z from "zod";
import { instant, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Spellings } from "../email.ts";
import * as Events from "../events/events.ts";

export interface NewToken {
  id: string;
  purpose: "email" | "password";
  hash: string;
  /** How long the token works. */
  hours: number;
}

/** Stores a token of the one account in the CTE `account`. `address`: the e-mail and the login that it confirms. */
export const store = ({ id, purpose, hash, hours }: NewToken, address: Sql): Sql => sql`
        insert into customer_token (
          id, customer_id, purpose, token_hash, email, login, old_email, old_login, epoch, expires_at
        )
        select ${id}, account.id, ${purpose}, ${hash}, ${address}, account.email, account.login, account.epoch,
          now() + make_interval(hours => ${hours}::integer)
        from account
        on conflict (id) do nothing
        returning id`;

/** Events about old tokens were handled long ago. */
const removeOld = sql`
        delete from customer_token t using account
        where t.customer_id = account.id and t.expires_at < now() - interval '7 days'`;

/** Requests a link for a new password. Nothing is stored, and no row returned, if no account has this e-mail. */
export const requestReset = (ctx: Context, { login, ascii, typed }: Spellings, token: NewToken) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with account as (
        select * from customer where login in (${login}, ${ascii}, ${typed})
        order by login = ${typed} desc
        limit 1
        for key share
      ), removed as (${removeOld}
      ), token as (${store(token, sql`account.email, account.login`)}
      ), event as (${Events.record(ctx, "customer.password_reset_requested", sql`token`)}
      )
      select id from token`,
  );

/** Requests a link that confirms an e-mail. Earlier links of this kind no longer work. */
export const requestEmail = (
  ctx: Context,
  customerId: string,
  email: string,
  { login }: Spellings,
  token: NewToken,
) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with account as (
        select * from customer where id = ${customerId} for key share
      ), removed as (${removeOld}
      ), voided as (
        update customer_token t set expires_at = now() from account
        where t.customer_id = account.id and t.purpose = 'email' and t.expires_at > now() and t.id <> ${token.id}
      ), token as (${store(token, sql`${email}, ${login}`)}
      ), event as (${Events.record(ctx, "customer.email_change_requested", sql`token`)}
      )
      select id from token`,
  );

const LinkRow = z.object({
  email: z.string(),
  purpose: z.enum(["email", "password"]),
  requestedAt: instant,
  expiresAt: instant,
});

/** The links that were sent to a customer. */
export const ofCustomer = (ctx: Context, customerId: string) =>
  rows(
    ctx,
    LinkRow,
    sql`
      select email, purpose, created_at, expires_at from customer_token
      where customer_id = ${customerId} order by id limit 1000`,
  );

const MailRow = z.object({
  id: z.string(),
  tokenHash: z.string(),
  email: z.string(),
  oldEmail: z.string(),
  isExpired: z.boolean(),
});

const mailColumns = sql`id, token_hash, email, old_email, expires_at <= now()`;

/** What a mail about this token says. */
export const forMail = (ctx: Context, id: string) =>
  rows(ctx, MailRow, sql`select ${mailColumns} from customer_token where id = ${id}`);

/** The same for the token that was stored with a new account. */
export const firstForMail = (ctx: Context, customerId: string) =>
  rows(
    ctx,
    MailRow,
    sql`
      select ${mailColumns} from customer_token
      where customer_id = ${customerId} and purpose = 'email'
      order by id
      limit 1`,
  );
