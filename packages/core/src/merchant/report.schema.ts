import * as z from "zod";
import { Money } from "../money.ts";

/** A year, and the same weeks of the next one. */
const MAX_DAYS = 400;
const DAY_MS = 86_400_000;

export const SalesQuery = z
  .object({
    from: z.iso.date().meta({ description: "The first day, in UTC." }),
    to: z.iso.date().meta({ description: "The last day, in UTC. It is included." }),
    by: z.enum(["day", "week", "month", "product", "category"]).default("day"),
  })
  .refine(({ from, to }) => days(from, to) >= 1 && days(from, to) <= MAX_DAYS, {
    path: ["to"],
    message: `must be from the first day to ${MAX_DAYS - 1} days later`,
  });
export type SalesQuery = z.infer<typeof SalesQuery>;

const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

const sums = {
  orders: z.int(),
  pieces: z.int().meta({ description: "Units." }),
  gross: Money.meta({ description: "The sum of all lines." }),
  discounts: Money,
  shipping: Money.nullable().meta({
    description: "null by product and category, because orders pay shipping and tax as a whole.",
  }),
  tax: Money.nullable(),
  refunds: Money,
  net: Money.meta({ description: "Gross without discounts and refunds, and without shipping and tax." }),
};

export const SalesReport = z
  .strictObject({
    data: z.array(
      z.strictObject({
        key: z.string().nullable().meta({
          description:
            "The day, the Monday of the week, the first day of the month, or the handle. null: products that were deleted.",
        }),
        title: z.string().nullable().meta({ description: "Of the product or the category." }),
        ...sums,
      }),
    ),
    total: z.strictObject(sums).meta({ description: "Of the whole range." }),
  })
  .meta({ id: "SalesReport" });
export type SalesReport = z.infer<typeof SalesReport>;
