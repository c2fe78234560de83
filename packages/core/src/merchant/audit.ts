import type { Context } from "../context.ts";
import { badCursor, positionIn, writeCursor } from "../page.ts";
import type { AuditPage, AuditQuery } from "./audit.schema.ts";
import * as Sql from "./audit.sql.ts";

export { type Author, record } from "./audit.sql.ts";

/** The changes that were made through the admin API, the newest first. */
export async function list(ctx: Context, { subject, limit, cursor }: AuditQuery): Promise<AuditPage> {
  const before = cursor === undefined ? undefined : readPosition(cursor);
  const found = await Sql.list(ctx, { subject, before, limit });
  const data = found.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: found.length > limit && last ? writeCursor(String(last.id)) : null };
}

function readPosition(cursor: string): number {
  const position = positionIn(cursor);
  if (position === undefined) throw badCursor();
  return position;
}
