import type { Context } from "../context.ts";
import { money } from "../money.ts";
import { OTHER_REFUNDS, type SalesQuery, type SalesReport } from "./report.schema.ts";
import * as Sql from "./report.sql.ts";

/**
 * What was sold and refunded from one day to another, in UTC, without canceled orders. Periods with neither are left out. By
 * product and category, at most 500 with the highest sales are listed; the total contains all of them.
 */
export async function sales(ctx: Context, { from, to, by }: SalesQuery): Promise<SalesReport> {
  const range = { from, to };
  const [found, [total]] = await Promise.all([
    by === "product" || by === "category"
      ? Sql.byProduct(ctx, by, range, OTHER_REFUNDS)
      : Sql.byPeriod(ctx, by, range),
    Sql.total(ctx, range),
  ]);
  if (!total) throw new Error("The report has no total.");
  return {
    data: found.map((row) => ({ key: row.key, title: row.title, ...sums(row) })),
    total: sums(total),
  };
}

/** Nothing gives a discount yet. */
const sums = ({ orders, pieces, gross, shipping, tax, refunds }: Sql.SalesRow) => ({
  orders,
  pieces,
  gross: money(gross),
  discounts: money(0),
  shipping: shipping === null ? null : money(shipping),
  tax: tax === null ? null : money(tax),
  refunds: money(refunds),
  net: money(gross - refunds),
});
