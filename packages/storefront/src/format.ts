import { money } from "@myclothes/client";
import { LOCALE } from "./texts.ts";

type Money = Parameters<typeof money.format>[0];

/** A price as shoppers read it: $59.00. */
export const price = (amount: Money): string => money.format(amount, LOCALE);

/** A day, such as 28 November 2026. `time` is in UTC. */
export const day = (time: string): string =>
  new Intl.DateTimeFormat(LOCALE, { dateStyle: "long" }).format(new Date(time));

/** A count that may be a lower bound: 10,000+. */
export const count = (value: number, isExact = true): string =>
  `${new Intl.NumberFormat(LOCALE).format(value)}${isExact ? "" : "+"}`;
