import { type Context, timeLeft } from "./context.ts";

/** How many rows are removed with one statement, so that it takes some milliseconds. */
export const PART = 500;
/** How many parts one run of Sweep removes of one kind. In a minute a shop makes fewer rows. */
const MOST_PARTS = 20;
/** No more parts begin in this last part of the time. */
const RESERVE_MS = 10_000;

/** Removes parts until one is not full. The next run continues. Returns the number of removed rows. */
export async function removeInParts(ctx: Context, removePart: () => Promise<unknown[]>): Promise<number> {
  let removed = 0;
  for (let part = 0; part < MOST_PARTS; part++) {
    const { length } = await removePart();
    removed += length;
    if (length < PART || timeLeft(ctx) < RESERVE_MS) break;
  }
  return removed;
}
