import * as z from "zod";
import { rows } from "../../aws/postgres.ts";
import { sql } from "../../aws/sql.ts";
import type { Context } from "../../context.ts";
import { Status } from "./product.schema.ts";

/** The last variant of a page. */
export interface Position {
  level: number;
  sku: string;
}

const ReportRow = z.object({
  level: z.int(),
  sku: z.string(),
  productHandle: z.string(),
  title: z.string(),
  status: Status,
  size: z.string(),
  color: z.string(),
  stock: z.int(),
});

/** Variants with less stock than `below`, after a position. One more than `limit` if there are more. */
export const report = (ctx: Context, below: number, after: Position, limit: number) =>
  rows(
    ctx,
    ReportRow,
    sql`
      select v.stock_level, v.sku, p.handle, left(p.title, 255), p.status, left(v.size, 64), left(v.color, 64), v.stock
      from variant v join product p on p.id = v.product_id
      where (v.stock_level, v.sku) > (${after.level}::integer, ${after.sku})
        and v.stock_level <= width_bucket(${below - 1}, cast('{1,2,4,8,16,32,64,128}' as bigint[]))
        and v.stock < ${below} and p.status <> 'archived'
      order by v.stock_level, v.sku
      limit ${limit + 1}`,
  );
