import * as z from "zod";

/** The shop has one currency. */
const CURRENCY = "USD";

/** An integer in minor units (cents). */
export const Money = z
  .strictObject({ amount: z.int().min(0), currency: z.literal(CURRENCY) })
  .meta({ id: "Money", description: "An amount in minor units: 2599 USD is $25.99." });
export type Money = z.infer<typeof Money>;

export const money = (amount: number): Money => ({ amount, currency: CURRENCY });

/** An amount as messages say it: `25.99 USD`. */
export const inWords = ({ amount, currency }: Money): string => `${(amount / 100).toFixed(2)} ${currency}`;
