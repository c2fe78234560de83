/** Where the prices of the lab come from, for the notes below tables. */
export const PRICES_OF =
  "list prices of us-east-1 in November 2026, without tax; check them before you use the figures";
