import { badCursor } from "../../page.ts";
import { isName } from "../../text.ts";

/** Where a page begins in a list that is sorted by position and handle: behind this one. */
export interface PagePosition {
  position: number;
  handle: string;
}

/** Before all others. */
export const START: PagePosition = { position: -2_147_483_648, handle: "" };

/** Reads the cursor of such a list: position and handle, with a space between them. Throws `request.invalid`. */
export function readPosition(cursor: string): PagePosition {
  const [, position, handle] =
    /^(-?\d{1,10}) (.+)$/su.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (handle === undefined || !isName(handle) || Math.abs(Number(position)) > 2_147_483_647)
    throw badCursor();
  return { position: Number(position), handle };
}
