import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/**
 * Nobody orders this cart for the next minute, which is longer than any statement that is under way now may take; and what was
 * ordered of it is found by the cart `into`. Returns the versions that were ordered last, of the guest's cart and of `into`; 0 where none was.
 */
export const hold = (ctx: Context, id: string, into: string) =>
  rows(
    ctx,
    z.object({ guest: z.int(), own: z.int() }),
    sql`
      with forgotten as (
        -- What earlier sign-ins held, and nobody had ordered: no order and no key is found by it any more. It comes after the insert,
        -- and waits for nobody: so two that hold and forget the same rows never deadlock.
        delete from ordered_cart where id in (
          select id from ordered_cart
          where moved_into = ${into} and version = 0 and held_until < now() and id <> ${id}
          for update skip locked
        )
      )
      insert into ordered_cart as held (id, version, moved_into, held_until)
      values (${id}, 0, ${into}, now() + interval '1 minute')
      on conflict (id) do update set moved_into = excluded.moved_into, held_until = excluded.held_until
      returning held.version, coalesce((select version from ordered_cart where id = ${into}), 0)`,
  );

/** What was ordered of a cart at its version `version`. A statement of its own: `hold` may have waited for that very order. */
export const ordered = (ctx: Context, id: string, version: number) =>
  rows(
    ctx,
    z.object({ sku: z.string(), quantity: z.int() }),
    sql`
      select l.sku, l.quantity from orders o join order_line l on l.order_id = o.id
      where o.cart_id = ${id} and o.cart_version = ${version}`,
  );
