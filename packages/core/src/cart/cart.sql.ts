import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

/** The last version of the guest's cart and of the customer's own that was ordered; 0 if none was. */
const OrderedVersions = z.object({ guest: z.int(), own: z.int() });
export type OrderedVersions = z.infer<typeof OrderedVersions>;

/**
 * Keeps the guest's cart `id` from being ordered for the next minute, which is longer than any statement that is under way may
 * take. An order of it is found by the cart `into` from now on.
 */
export async function lockForMerge(ctx: Context, id: string, into: string): Promise<OrderedVersions> {
  const [versions] = await rows(
    ctx,
    OrderedVersions,
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
  if (!versions) throw new Error("The cart was not locked for its merge.");
  return versions;
}
