import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { columns, OrderRow } from "./order.sql.ts";

const HistoryRow = OrderRow.extend({ found: z.int() });
export type HistoryRow = z.infer<typeof HistoryRow>;

/**
 * 140 rows and 100 buyers' texts of the greatest length are below 1 MiB, the limit. A fulfillment is shorter than a row. A note
 * and a billing address are shorter than three.
 */
const LINES_A_PAGE = 140;

/**
 * A customer's orders, newest first: at most `limit`, fewer if they have very many lines, but at least one.
 * `found` counts the orders that could be on the page, and one more if there is another page.
 */
export const history = (
  ctx: Context,
  customerId: string,
  { limit, after }: { limit: number; after: string | undefined },
) =>
  rows(
    ctx,
    HistoryRow,
    sql`
      with found as (
        select id, fulfillment_count + case when note is null and billing_address is null then 0 else 3 end as more
        from orders
        where customer_id = ${customerId} and id < ${after ?? "ord_~"}
        order by id desc limit ${limit + 1}
      ), page as (
        select id, row_number() over newest as place,
          sum((select count(*) from order_line where order_id = found.id) + more) over newest as lines
        from found window newest as (order by id desc)
      )
      select ${columns}, (select count(*) from found)
      from page join orders o on o.id = page.id join order_line l on l.order_id = o.id
      where page.place <= ${limit} and (page.lines <= ${LINES_A_PAGE} or page.place = 1)
      order by o.id desc, l.position`,
  );
