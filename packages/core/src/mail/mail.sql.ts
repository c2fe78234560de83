import * as z from "zod";
import { rows } from "../aws/postgres.ts";
import { sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";

const Suppressed = z.object({ reason: z.string() });

/** No row: the address may get mail. */
export const suppressed = (ctx: Context, hash: string) =>
  rows(ctx, Suppressed, sql`select reason from suppressed_address where address_hash = ${hash}`);

export const suppress = (ctx: Context, hash: string, reason: string) =>
  rows(
    ctx,
    Suppressed,
    sql`
      insert into suppressed_address (address_hash, reason) values (${hash}, ${reason})
      on conflict (address_hash) do nothing
      returning reason`,
  );
