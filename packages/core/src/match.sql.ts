import { type Sql, sql } from "./aws/sql.ts";

/** What `If-Match` allows: these versions, any version (`*`), or everything, if it was not sent. */
export type Match = number[] | "*" | undefined;

/** Whether `version` is one of those. False, and not null, for a thing that does not exist. */
export const matches = (match: Match, version: Sql): Sql => {
  if (match === undefined) return sql`true`;
  if (match === "*") return sql`${version} is not null`;
  return sql`coalesce(${version} in (
          select cast(value as bigint) from jsonb_array_elements_text(${JSON.stringify(match)}::jsonb) as value
        ), false)`;
};
