import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/** The last ordered version of the guest's cart and of the customer's own. 0: it was never ordered. */
const OrderedVersions = z.object({ guest: z.int(), own: z.int() });
export type OrderedVersions = z.infer<typeof OrderedVersions>;

/**
 * Locks the guest's cart `id` for a merge into the cart `into`: it cannot be ordered for one minute, which is
 * longer than any statement takes. From now on, its orders are also found by the cart `into`, and they belong to `customerId`.
 */
export async function lockForMerge(
  ctx: Context,
  id: string,
  into: string,
  customerId?: string,
): Promise<OrderedVersions> {
  const [versions] = await rows(
    ctx,
    OrderedVersions,
    sql`
      with forgotten as (
        -- Earlier merges of carts that were never ordered: no order refers to these rows. They are deleted
        -- after the insert, and rows that others have locked are skipped, so that two merges never deadlock.
        delete from cart_checkout where id in (
          select id from cart_checkout
          where merged_into = ${into} and ordered_version = 0 and merge_locked_until < now() and id <> ${id}
          for update skip locked
        )
      ), moved as (
        update orders set customer_id = ${customerId ?? null}
        where cart_id = ${id} and customer_id is null and ${customerId !== undefined}
      )
      insert into cart_checkout as guest (id, ordered_version, merged_into, merge_locked_until)
      values (${id}, 0, ${into}, now() + interval '1 minute')
      on conflict (id) do update
        set merged_into = excluded.merged_into, merge_locked_until = excluded.merge_locked_until
      returning guest.ordered_version,
        coalesce((select ordered_version from cart_checkout where id = ${into}), 0)`,
  );
  if (!versions) throw new Error("The cart was not locked for its merge.");
  return versions;
}
