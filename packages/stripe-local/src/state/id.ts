import { randomBytes } from "node:crypto";

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Random letters and digits, like those in Stripe's IDs. */
export const randomText = (length: number): string =>
  Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join("");

/** An ID such as `pi_3Kb…`. */
export const newId = (prefix: string): string => `${prefix}_${randomText(24)}`;
