import * as Report from "@myclothes/core/merchant/report";
import { SalesQuery, SalesReport } from "@myclothes/core/merchant/report/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

export const reports = new Hono<AdminEnv>().get(
  "/sales",
  route({
    id: "reportSales",
    tag: "reports",
    summary: "Report the sales",
    description:
      "Orders by the day on which they were placed, and refunds by the day on which they succeeded, in UTC, without canceled orders. At most 400 days. Periods without orders and refunds are left out. By product and category, at most 500 are listed, the highest sales first, and then the refunds that belong to no line; `total` contains all.",
    replies: { 200: { description: "The report.", schema: SalesReport } },
  }),
  requireScopes("orders:read"),
  query(SalesQuery),
  async (c) => c.json(await Report.sales(c.var.ctx, c.req.valid("query"))),
);
