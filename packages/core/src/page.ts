import * as z from "zod";
import { isId, type Kind } from "./id.ts";
import { invalid, type Refusal } from "./refusal.ts";
import { text, whole } from "./text.ts";

/** The input of every list. */
export const PageQuery = z.object({
  limit: whole(1, 100).default(20).meta({ description: "The most items on a page." }),
  cursor: text(400).optional().meta({ description: "The nextCursor of the previous page." }),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** For the schema of a list's answer. */
export const NextCursor = z.string().nullable().meta({
  description: "Pass it as `cursor` to get the next page. null on the last page.",
});

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}

/**
 * The ID after which a page begins, in a list that is sorted by ID. Undefined: the first page. Throws
 * `request.invalid` if the cursor is not a `nextCursor` of such a list.
 */
export function readCursor(kind: Kind, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = Buffer.from(cursor, "base64url").toString();
  if (isId(kind, id)) return id;
  throw badCursor();
}

/** The number in a cursor of a list that is sorted by numbers. Undefined: it is not such a cursor. */
export function positionIn(cursor: string): number | undefined {
  const text = Buffer.from(cursor, "base64url").toString();
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

export const badCursor = (): Refusal =>
  invalid([{ path: ["cursor"], message: "must be the nextCursor of the previous page" }]);

/** `found`: at most `limit + 1` rows after the cursor. The last of them shows that there is another page. */
export function page<T extends { id: string }>(found: T[], limit: number): Page<T> {
  const data = found.slice(0, limit);
  const last = data.at(-1);
  const more = found.length > limit && last;
  return { data, nextCursor: more ? writeCursor(last.id) : null };
}

/** `position`: the last row of the page. */
export const writeCursor = (position: string): string => Buffer.from(position).toString("base64url");
