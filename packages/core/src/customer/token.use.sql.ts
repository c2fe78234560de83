import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Spellings } from "../email.ts";
import * as Events from "../events/events.ts";
import { AccountRow, columns } from "./customer.sql.ts";
import type { NewToken } from "./token.sql.ts";

/** The unexpired token with this hash. Its columns have other names than those of `customer`. */
const tokenWith = (hash: string, purpose: NewToken["purpose"]): Sql => sql`(
        select id as token_id, customer_id, email as new_email, login as new_login, old_login, epoch as old_epoch
        from customer_token
        where token_hash = ${hash} and purpose = ${purpose} and expires_at > now()
      ) token`;

/** The account whose password this token can set, or has set. */
export const resettable = (ctx: Context, hash: string) =>
  rows(
    ctx,
    AccountRow,
    sql`
      select ${columns} from customer join ${tokenWith(hash, "password")} on customer_id = id
      where login = old_login and epoch in (old_epoch, old_epoch + 1)`,
  );

/**
 * Sets a new password. The mail has arrived, so the e-mail is verified. No row: the token is not valid, or the
 * password or the e-mail has changed since it was requested, perhaps by this same token.
 */
export const reset = (ctx: Context, hash: string, passwordHash: string) =>
  rows(
    ctx,
    AccountRow,
    sql`
      with account as (
        update customer set password_hash = ${passwordHash}, epoch = epoch + 1, updated_at = now(),
          email_verified_at = coalesce(email_verified_at, now())
        from ${tokenWith(hash, "password")}
        where customer_id = id and login = old_login and epoch = old_epoch
        returning customer.*
      ), event as (${Events.record(ctx, "customer.password_reset", sql`account`)}
      )
      select ${columns} from account`,
  );

/**
 * The condition that the token may change the account. A new address needs the password version of its request:
 * whoever requested it may no longer know the password.
 */
const isUsable = sql`login = old_login and case
          when new_login = login then email_verified_at is null or email <> new_email
          else epoch = old_epoch
        end`;

const VerificationRow = AccountRow.extend({
  newEmail: z.string(),
  oldLogin: z.string(),
  isUsable: z.boolean(),
  /** The account has this e-mail already, verified. */
  isDone: z.boolean(),
});

export const verification = (ctx: Context, hash: string) =>
  rows(
    ctx,
    VerificationRow,
    sql`
      select ${columns}, new_email, old_login, ${isUsable},
        email = new_email and login = new_login and email_verified_at is not null
      from customer join ${tokenWith(hash, "email")} on customer_id = id`,
  );

/**
 * Gives the account the token's e-mail, verified. No row: the token is not usable. If the e-mail belongs to
 * another account, returns no row or fails with SQLSTATE 23505.
 */
export const verify = (ctx: Context, hash: string, { ascii }: Spellings) =>
  rows(
    ctx,
    AccountRow,
    sql`
      with account as (
        update customer
        set email = new_email, login = new_login, email_verified_at = now(), updated_at = now()
        from ${tokenWith(hash, "email")}
        where customer_id = id and ${isUsable}
          and not exists (select from customer other where other.login = ${ascii} and other.id <> customer.id)
        returning customer.*, token_id, old_login
      ), event as (${Events.record(
        ctx,
        "customer.email_changed",
        sql`(
        select token_id as id from account where login <> old_login
      ) as moved`,
      )}
      )
      select ${columns} from account`,
  );
