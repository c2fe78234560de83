import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import { PART } from "../remove.ts";

/** Removes the rows of guests' carts with IDs from `from` to `to`, at most `PART`. A customer's cart can be opened for ever. */
export const removeGuests = (ctx: Context, from: string, to: string) =>
  rows(
    ctx,
    z.object({ id: z.string() }),
    sql`
      delete from cart_checkout where id in (
        select id from cart_checkout c
        where id >= ${from} and id < ${to}
          and not exists (select from customer where customer.id = 'cus_' || substr(c.id, 6))
        order by id limit ${PART}
      )
      returning id`,
  );
