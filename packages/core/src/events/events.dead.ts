import type { Context } from "../context.ts";
import type { Author } from "../merchant/audit.ts";
import { type PageQuery, page, readCursor } from "../page.ts";
import * as DeadSql from "./events.dead.sql.ts";
import type { DeadLetterPage } from "./events.schema.ts";

/** The events that could not be handled: their messages are in the dead-letter queue. The oldest first. */
export async function dead(ctx: Context, { limit, cursor }: PageQuery): Promise<DeadLetterPage> {
  return page(await DeadSql.dead(ctx, { limit, after: readCursor("event", cursor) }), limit);
}

/**
 * Lets dead events be handled once more. `sendRecorded` sends them, or Sweep does. Returns their IDs; the ID of an event that is
 * not dead is left out.
 */
export async function retry(ctx: Context, by: Author, ids: string[]): Promise<string[]> {
  const retried = (await DeadSql.retry(ctx, by, ids)).map(({ id }) => id);
  ctx.events.push(...retried);
  return retried;
}
