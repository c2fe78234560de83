import * as z from "zod";
import { idOf } from "../../id.ts";
import { NextCursor, PageQuery } from "../../page.ts";
import { text, whole } from "../../text.ts";
import { Options } from "../catalog.schema.ts";
import { MAX_STOCK } from "./fields.schema.ts";
import { Status } from "./product.schema.ts";

export { MAX_STOCK };

export const Reason = z.enum(["received", "counted", "damaged", "returned", "correction"]);
const note = text(500);

export const NewStockMovement = z
  .strictObject({
    delta: z
      .int()
      .min(-MAX_STOCK)
      .max(MAX_STOCK)
      .refine((delta) => delta !== 0, "must not be 0")
      .meta({ description: "Units that are added to the stock, or with a minus taken from it." }),
    reason: Reason,
    note: note.optional().meta({ description: "For colleagues." }),
  })
  .meta({ id: "NewStockMovement", examples: [{ delta: 12, reason: "received" }] });
export type NewStockMovement = z.infer<typeof NewStockMovement>;

export const StockMovement = z
  .strictObject({
    id: idOf("movement"),
    sku: z.string(),
    delta: z.int(),
    stock: z.int().meta({ description: "The stock after the movement." }),
    reason: Reason,
    note: z.string().nullable(),
    keyId: z.string().meta({ description: "The API key that made the movement." }),
    keyName: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "StockMovement" });
export type StockMovement = z.infer<typeof StockMovement>;

export const StockMovementPage = z
  .strictObject({ data: z.array(StockMovement), nextCursor: NextCursor })
  .meta({ id: "StockMovementPage" });
export type StockMovementPage = z.infer<typeof StockMovementPage>;

export const SetStock = z
  .strictObject({ quantity: z.int().min(0).max(MAX_STOCK) })
  .meta({ id: "SetStock", examples: [{ quantity: 9 }] });
export type SetStock = z.infer<typeof SetStock>;

export const Stock = z.strictObject({ sku: z.string(), quantity: z.int() }).meta({ id: "Stock" });
export type Stock = z.infer<typeof Stock>;

export const StockReportQuery = z.object({
  below: whole(1, MAX_STOCK).default(6).meta({ description: "Only variants with less stock than this." }),
  ...PageQuery.shape,
});
export type StockReportQuery = z.infer<typeof StockReportQuery>;

export const StockReport = z
  .strictObject({
    data: z.array(
      z.strictObject({
        sku: z.string(),
        productHandle: z.string(),
        title: z.string(),
        status: Status,
        options: Options,
        stock: z.int(),
      }),
    ),
    nextCursor: NextCursor,
  })
  .meta({ id: "StockReport" });
export type StockReport = z.infer<typeof StockReport>;
