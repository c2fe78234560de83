import * as z from "zod";
import { Money } from "../../money.ts";
import { Image, Options } from "../catalog.schema.ts";
import { MAX_STOCK, Price } from "./fields.schema.ts";
import { NewImage } from "./image.schema.ts";

export const AdminVariant = z
  .strictObject({
    sku: z.string(),
    options: Options,
    price: Money,
    compareAtPrice: Money.nullable().meta({ description: "The former price, if the variant is reduced." }),
    weight: z.int().nullable().meta({ description: "In grams." }),
    image: Image.nullable().meta({ description: "null: the product's first image is shown." }),
    stock: z.int(),
    lowStock: z.int().meta({ description: "The event `stock.low` comes when the stock falls to this." }),
  })
  .meta({ id: "AdminVariant" });
export type AdminVariant = z.infer<typeof AdminVariant>;

/** A missing field stays as it is. */
export const PatchVariant = z
  .strictObject({
    price: Price.optional(),
    compareAtPrice: Price.nullable().optional().meta({ description: "null: the variant is not reduced." }),
    image: NewImage.nullable().optional().meta({ description: "null: the product's first image is shown." }),
    lowStock: z.int().min(0).max(MAX_STOCK).optional().meta({
      description: "The event `stock.low` comes when the stock falls to this. At first 5.",
    }),
  })
  .meta({ id: "PatchVariant", examples: [{ price: { amount: 2599, currency: "USD" } }] });
export type PatchVariant = z.infer<typeof PatchVariant>;
