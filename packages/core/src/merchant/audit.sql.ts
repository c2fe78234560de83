import * as z from "zod";
import { instant, json, rows } from "../aws/postgres.ts";
import { type Sql, sql } from "../aws/sql.ts";
import type { Context } from "../context.ts";
import type { Role } from "./key.rules.ts";

/** Who makes a change through the admin API. */
export interface Author {
  keyId: string;
  /** The route as it is documented, such as `PUT /admin/v1/products/{handle}`. */
  route: string;
  /** The key's role. Null or absent: it has single scopes, or is no key. */
  role?: Role | null;
}

interface Change {
  /** The CTE that makes the change. Without a row in it, nothing is recorded. */
  from: Sql;
  /** The ID or name of the thing that is changed. */
  subject: Sql;
  /** As jsonb, and without secrets. Without it, the thing is new. */
  before?: Sql;
  /** As jsonb, and without secrets. Without it, the thing is gone. */
  after?: Sql;
}

/** Writes a row of the audit log for each row of `from`, as a part of the statement that makes the change. */
export const record = (by: Author, { from, subject, before, after }: Change): Sql => sql`
        insert into audit (key_id, route, subject, before, after)
        select ${by.keyId}, ${by.route}, ${subject}, ${before ?? sql`null::jsonb`}, ${after ?? sql`null::jsonb`}
        from ${from}`;

/** The Data API returns at most 1 MiB: a page has up to 100 rows, each with two of these. */
const MAX_BYTES = 4_096;
const capped = (value: Sql) => sql`
  case when octet_length(${value}::text) > ${MAX_BYTES}::bigint
    then jsonb_build_object('omittedBytes', octet_length(${value}::text)) else ${value} end`;

const AuditRow = z.object({
  id: z.int(),
  at: instant,
  keyId: z.string(),
  keyName: z.string().nullable(),
  route: z.string(),
  subject: z.string(),
  before: json(z.unknown()).nullable(),
  after: json(z.unknown()).nullable(),
});

/** The newest first, with IDs below `before`. */
export const list = (
  ctx: Context,
  { subject, before, limit }: { subject: string | undefined; before: number | undefined; limit: number },
) =>
  rows(
    ctx,
    AuditRow,
    sql`
      select a.id, a.at, a.key_id, k.name, a.route, a.subject, ${capped(sql`a.before`)}, ${capped(sql`a.after`)}
      from audit a left join api_key k on k.id = a.key_id
      where ${subject === undefined ? sql`true` : sql`a.subject = ${subject}`}
        and ${before === undefined ? sql`true` : sql`a.id < ${before}`}
      order by a.id desc
      limit ${limit + 1}`,
  );
