import { type Sql, sql } from "./aws/sql.ts";

/** What a request allows: these versions, any version (`*`), nothing that exists (`none`), or everything, if it does not say. */
export type Match = number[] | "*" | "none" | undefined;

/** Whether `version` is one of those. False, and not null, for a thing that does not exist. */
export const matches = (match: Match, version: Sql): Sql => {
  if (match === undefined) return sql`true`;
  if (match === "*") return sql`${version} is not null`;
  if (match === "none") return sql`${version} is null`;
  return sql`coalesce(${version} in (
          select cast(value as bigint) from jsonb_array_elements_text(${JSON.stringify(match)}::jsonb) as value
        ), false)`;
};
