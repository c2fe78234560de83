import * as z from "zod";
import { Money } from "../money.ts";
import { day } from "../time.ts";

/** A year, and the same weeks of the next one. */
const MAX_DAYS = 400;
const DAY_MS = 86_400_000;

export const SalesQuery = z
  .object({
    from: day().meta({ description: "The first day, in UTC." }),
    to: day().meta({ description: "The last day, in UTC. It is included." }),
    by: z.enum(["day", "week", "month", "product", "category"]).default("day"),
  })
  .refine(({ from, to }) => days(from, to) >= 1 && days(from, to) <= MAX_DAYS, {
    path: ["to"],
    message: `must be from the first day to ${MAX_DAYS - 1} days later`,
  });
export type SalesQuery = z.infer<typeof SalesQuery>;

/** The title of the row that contains them, by product and category. */
export const OTHER_REFUNDS = "Other refunds";

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
  refunds: Money.meta({
    description:
      "What was paid back in this time, whenever the order was placed. It may contain shipping and tax. Refunds of canceled orders do not count, because their sales do not either.",
  }),
  net: Money.extend({ amount: z.int() }).meta({
    description:
      "Gross without discounts and refunds, and without shipping and tax. Below zero if more was refunded than sold.",
  }),
};

export const SalesReport = z
  .strictObject({
    data: z.array(
      z.strictObject({
        key: z.string().nullable().meta({
          description:
            "The day, the Monday of the week, the first day of the month, or the handle. null: products that were deleted, and other refunds.",
        }),
        title: z
          .string()
          .nullable()
          .meta({
            description: `Of the product or the category. \`${OTHER_REFUNDS}\`: the row of the refunds that name no lines, or another amount than the price of their lines.`,
          }),
        ...sums,
      }),
    ),
    total: z.strictObject(sums).meta({ description: "Of the whole range." }),
  })
  .meta({ id: "SalesReport" });
export type SalesReport = z.infer<typeof SalesReport>;
