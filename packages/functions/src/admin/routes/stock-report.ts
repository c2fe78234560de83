import { report } from "@myclothes/core/catalog/edit/stock/report";
import { StockReport, StockReportQuery } from "@myclothes/core/catalog/edit/stock/schema";
import { Hono } from "hono";
import { route } from "../../http/document.ts";
import { query } from "../../http/validate.ts";
import type { AdminEnv } from "../env.ts";
import { requireScopes } from "../key.ts";

export const stockReport = new Hono<AdminEnv>().get(
  "/stock",
  route({
    id: "reportStock",
    tag: "stock",
    summary: "List the variants with little stock",
    description:
      "About the lowest stock first: by 0, 1, 2 to 3, 4 to 7 and so on, and then by SKU. Without archived products.",
    replies: { 200: { description: "A page of variants.", schema: StockReport } },
  }),
  requireScopes("catalog:read"),
  query(StockReportQuery),
  async (c) => c.json(await report(c.var.ctx, c.req.valid("query"))),
);
