import * as z from "zod";

/** PostgreSQL counts years from 1. */
const hasYear = (text: string): boolean => !text.startsWith("0000-");
const YEAR = "must be in the year 1 or later";

/**
 * A time in UTC, as a client sends it. Digits after the milliseconds are dropped: PostgreSQL would round them, and the end of the
 * year 9999 would become a time that JavaScript cannot read.
 */
export const time = () =>
  z.iso
    .datetime()
    .refine(hasYear, YEAR)
    .overwrite((text) => text.replace(/(\.\d{3})\d+Z$/, "$1Z"));

/** A day, as a client sends it. */
export const day = () => z.iso.date().refine(hasYear, YEAR);
