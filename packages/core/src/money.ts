import * as z from "zod";

/** The shop has one currency. */
const CURRENCY = "USD";

/** An integer in minor units (cents). */
export const Money = z
  .strictObject({ amount: z.int().min(0), currency: z.literal(CURRENCY) })
  .meta({ id: "Money", description: "An amount in minor units: 2599 USD is $25.99." });
export type Money = z.infer<typeof Money>;

export const money = (amount: number): Money => ({ amount, currency: CURRENCY });
