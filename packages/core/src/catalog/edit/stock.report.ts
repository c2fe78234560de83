import type { Context } from "../../context.ts";
import { badCursor, writeCursor } from "../../page.ts";
import * as Sql from "./stock.report.sql.ts";
import type { StockReport, StockReportQuery } from "./stock.schema.ts";

/** Variants with little stock, the lowest stock first in steps of powers of two. Without archived products. */
export async function report(ctx: Context, { below, limit, cursor }: StockReportQuery): Promise<StockReport> {
  const after = cursor === undefined ? { level: -1, sku: "" } : readPosition(cursor);
  const found = await Sql.report(ctx, below, after, limit);
  const data = found
    .slice(0, limit)
    .map(({ level: _, size, color, ...row }) => ({ ...row, options: { size, color } }));
  const last = found.length > limit ? found[limit - 1] : undefined;
  return { data, nextCursor: last ? writeCursor(`${last.level} ${last.sku}`) : null };
}

function readPosition(cursor: string): Sql.Position {
  const [, level, sku] = /^(\d) (.{1,64})$/su.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (level === undefined || sku === undefined || sku.includes("\0")) throw badCursor();
  return { level: Number(level), sku };
}
