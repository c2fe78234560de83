import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";
import { paymentSetting } from "../order/payment.settings.sql.ts";

const Id = z.object({ id: z.string() });

/** After so much time, an unpaid order is canceled. Null: never. */
const days = (): Sql => sql`make_interval(days => ${paymentSetting("cancelUnpaidAfterDays")}::integer)`;

/** The time between the mail and the cancellation. */
const notice = (): Sql => sql`least(interval '2 days', ${days()} / 2)`;

/**
 * The condition that nobody has paid a part of the order `o`, that the shop collects its payment itself, and that nothing was
 * shipped.
 */
const isUnpaidOrder = sql`(o.payment_provider = 'manual' and o.status in ('open', 'confirmed')
        and o.payment_status in ('pending', 'failed') and o.fulfillment_status = 'not_fulfilled' and o.paid = 0)`;

const mustRemind = (): Sql =>
  sql`${isUnpaidOrder} and o.payment_due_at is null and o.placed_at <= now() - ${days()} + ${notice()}`;

/** The condition that the time to pay the order `o` is over: its shopper was told, and the setting still says so. */
export const mustCancel = (): Sql =>
  sql`${isUnpaidOrder} and o.payment_due_at <= now() and o.placed_at <= now() - ${days()}`;

const found = (ctx: Context, condition: Sql, limit: number) =>
  rows(ctx, Id, sql`select o.id from orders o where ${condition} order by o.placed_at limit ${limit}`);

export const toRemind = (ctx: Context, limit: number) => found(ctx, mustRemind(), limit);

export const toCancel = (ctx: Context, limit: number) => found(ctx, mustCancel(), limit);

/**
 * Says until when an order can be paid, once. The shopper gets a mail. An old order has the same time after the mail as a new
 * one.
 */
export const remind = (ctx: Context, id: string) =>
  rows(
    ctx,
    Id,
    sql`
      with reminded as (
        update orders o set payment_due_at = greatest(o.placed_at + ${days()}, now() + ${notice()})
        where o.id = ${id} and ${mustRemind()}
        returning o.id
      ), event as (${Events.record(ctx, "order.payment_due", sql`reminded`)}
      )
      select id from reminded`,
  );
