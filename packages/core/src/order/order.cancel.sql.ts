import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import * as Events from "../events/events.ts";

/**
 * Cancels an order that is paid outside this API and of which nothing was shipped, and returns its stock, once. Otherwise no row.
 * `who`: the condition that the request may cancel the order `o`. `also`: another CTE that records the change of the CTE `open`.
 */
export const cancel = (ctx: Context, id: string, who: Sql, by: string, also = sql``) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      with open as (
        select o.* from orders o
        where o.id = ${id} and ${who}
          and o.status in ('open', 'confirmed') and o.fulfillment_status = 'not_fulfilled'
          and o.payment_provider = 'manual'
        for update
      ), l as materialized (
        select line.sku, line.quantity - line.restocked as quantity
        from open join order_line line on line.order_id = open.id
        order by line.position
        for no key update of line
      ), locked as materialized (
        select v.sku, l.quantity
        from l join variant v on v.sku = l.sku
        order by v.sku
        for update of v
      ), returned as (
        update variant v set stock = v.stock + locked.quantity from locked where v.sku = locked.sku
      ), event as (${Events.record(ctx, "order.canceled", sql`open`)}
      )${also}
      update orders o set status = 'canceled', canceled_by = ${by},
        payment_status = case
          when o.payment_status in ('pending', 'authorized', 'failed') then 'canceled' else o.payment_status
        end
      from open where o.id = open.id returning o.id`,
  );
