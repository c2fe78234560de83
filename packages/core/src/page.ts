import * as z from "zod";
import { isId, type Kind } from "./id.ts";
import { invalid, type Refusal } from "./refusal.ts";
import { text, whole } from "./text.ts";

/** `?limit&cursor`, as every list takes them. */
export const PageQuery = z.object({
  limit: whole(1, 100).default(20),
  cursor: text(400).optional().meta({ description: "The nextCursor of the page before." }),
});
export type PageQuery = z.infer<typeof PageQuery>;

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/**
 * For a list in the order of its ids, whichever way: the id behind which a page begins, undefined for the first page.
 * Refuses what is not the `nextCursor` of such a list.
 */
export function readCursor(kind: Kind, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Buffer.from(cursor, "base64url").toString();
  if (isId(kind, id)) return id;
  throw badCursor();
}

export const badCursor = (): Refusal =>
  invalid([{ path: ["cursor"], message: "must be the nextCursor of the page before" }]);

/** `found`: the rows behind the cursor, of which `limit + 1` were asked for, so that it shows whether there is another page. */
export function page<T extends { id: string }>(found: T[], limit: number): Page<T> {
  const data = found.slice(0, limit);
  const last = data.at(-1);
  const more = found.length > limit && last;
  return { data, nextCursor: more ? writeCursor(last.id) : null };
}

/** `position`: where the page ended. */
export const writeCursor = (position: string): string => Buffer.from(position).toString("base64url");
