import * as z from "zod";
import { Image, Options } from "../catalog/catalog.schema.ts";
import { idOf } from "../id.ts";
import { Money } from "../money.ts";
import { text } from "../text.ts";

export const MAX_QUANTITY = 99;
export const MAX_LINES = 100;

export const AddItem = z
  .strictObject({ sku: text(64), quantity: z.int().min(1).max(MAX_QUANTITY) })
  .meta({ id: "AddItem", examples: [{ sku: "LINEN-CAMP-COLLAR-SHIRT-BLS-S", quantity: 2 }] });
export type AddItem = z.infer<typeof AddItem>;

export const SetItem = z
  .strictObject({ quantity: z.int().min(0).max(MAX_QUANTITY).meta({ description: "0 removes the line." }) })
  .meta({ id: "SetItem" });
export type SetItem = z.infer<typeof SetItem>;

export const CartLine = z
  .strictObject({
    sku: z.string(),
    title: z.string(),
    options: Options,
    image: Image.nullable(),
    quantity: z.int().min(1).max(MAX_QUANTITY),
    unitPrice: Money,
    unitPriceWhenAdded: Money,
    lineTotal: Money,
  })
  .meta({ id: "CartLine" });
export type CartLine = z.infer<typeof CartLine>;

export const CartWarning = z
  .strictObject({
    code: z.enum(["stock.insufficient", "price.changed", "catalog.unknown_sku"]),
    sku: z.string().optional(),
    message: z.string(),
  })
  .meta({ id: "CartWarning" });
export type CartWarning = z.infer<typeof CartWarning>;

export const CartView = z
  .strictObject({
    id: idOf("cart").nullable().meta({ description: "null until something has been put into the cart" }),
    version: z.int().min(0),
    lines: z.array(CartLine),
    itemCount: z.int().min(0),
    subtotal: Money,
    warnings: z.array(CartWarning),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Cart" });
export type CartView = z.infer<typeof CartView>;
